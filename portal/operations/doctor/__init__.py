"""What an operator wants to know before people notice: each check says what it saw and what to do."""
