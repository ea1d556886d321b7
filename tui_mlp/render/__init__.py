"""Pure functions from arrays and texts to strips."""
