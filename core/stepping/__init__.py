"""Stepping: the lecture's equations one at a time."""
