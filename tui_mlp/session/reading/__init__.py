"""Threads that read files for the screen, so that a slow disk does not block the keys."""
