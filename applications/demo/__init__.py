"""The demo world and `manage.py demo`."""
