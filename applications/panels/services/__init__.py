"""Every change of a panel and of what belongs to it."""
