"""Questions, published form versions, the one validator."""
