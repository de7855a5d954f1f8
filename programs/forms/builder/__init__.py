"""Building a form in the administration: rows as one document, and every change of them."""
