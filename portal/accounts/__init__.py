"""People, departments, posts, capacities, sign-in and API tokens."""
