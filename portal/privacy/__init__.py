"""Personal data: notice and consent, one's own data, erasure, identity numbers."""
