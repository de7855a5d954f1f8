"""A competition of the demonstration whose rounds have every stage, with applications at each of them."""
