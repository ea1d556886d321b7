"""Exercises: mini-batches done by hand, marked with the slip behind each wrong answer."""
