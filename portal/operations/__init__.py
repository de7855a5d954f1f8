"""What a city's operator needs: logs, figures, backups, checks, and a notice of maintenance."""
