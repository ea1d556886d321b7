"""Data sets: built in, or from a file."""
