"""The terminal app around core."""

__version__ = "0.1.0"
