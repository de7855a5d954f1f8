"""Base templates, components, static files and template tags."""
