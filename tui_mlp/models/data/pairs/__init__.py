"""Two columns beside each other: their points, their strips by category, their table of counts."""
