"""Messages, outbox and deliveries, reminders, working-day calendar."""
