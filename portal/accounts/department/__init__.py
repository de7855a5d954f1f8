"""Pages on which a department keeps its people, and an administrator everybody."""
