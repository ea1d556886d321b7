"""Two columns beside each other."""
