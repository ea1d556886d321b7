"""The view of a running training."""
