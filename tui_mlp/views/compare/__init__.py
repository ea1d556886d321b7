"""The screen with two trainings side by side."""
