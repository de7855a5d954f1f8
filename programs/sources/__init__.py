"""From a policy file to clauses: pages, rows an admin corrects, and what a successor changes."""
