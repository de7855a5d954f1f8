"""Who qualifies, as data with two readings: for one file in words, for all organizations in SQL."""
