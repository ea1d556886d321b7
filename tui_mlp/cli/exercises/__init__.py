"""Exercises in the shell: asked line by line, marked in a table."""
