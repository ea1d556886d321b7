"""Arrays to strips: pure functions."""
