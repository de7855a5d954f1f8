"""Panels of experts: whom to ask, who must not, who reads what, and what they say."""
