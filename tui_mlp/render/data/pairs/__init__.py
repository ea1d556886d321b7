"""Two columns beside each other: points, strips, a table of counts, and the lines below them."""
