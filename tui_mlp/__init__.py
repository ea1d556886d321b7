"""The terminal app around core."""
