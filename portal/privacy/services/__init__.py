"""The one door for changes of consent, requests about one's own data, closing and erasure."""
