"""Uploaded files: stored by hash, served as downloads."""
