"""The official's workbench, formal check, decision and letters."""
