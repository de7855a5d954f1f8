"""Stations: departments of districts, towns and parks that recommend their organizations."""
