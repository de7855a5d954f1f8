"""Who opened or exported which organization's or person's data."""
