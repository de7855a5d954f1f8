"""Policy documents and call notices, their clauses and targets."""
