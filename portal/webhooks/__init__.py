"""Signed events for an organization's own systems."""
