"""Programs and rounds, their public pages and search."""
