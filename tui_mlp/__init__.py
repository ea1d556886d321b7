"""The terminal app around core."""

__version__ = "0.2.0"
