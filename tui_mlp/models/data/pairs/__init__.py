"""Two columns beside each other: points, strips by category, a table of counts."""
