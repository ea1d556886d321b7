"""Exercises: questions on a mini-batch, answers marked with the slip behind each, sessions."""
