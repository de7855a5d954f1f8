"""Rounds that are not open to everybody: for those chosen before, invited, or entitled without applying."""
