"""Embedded PostgreSQL and Redis for the two-command start and the tests."""
