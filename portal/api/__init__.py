"""API plumbing: errors, pages, idempotency, preconditions."""
