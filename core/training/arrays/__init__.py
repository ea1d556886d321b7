"""Training on arrays of a program."""
