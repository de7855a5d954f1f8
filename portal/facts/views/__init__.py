"""Pages of an organization's file."""
