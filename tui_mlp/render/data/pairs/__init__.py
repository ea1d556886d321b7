"""Two columns beside each other: points, strips, counts, and the lines below them."""
