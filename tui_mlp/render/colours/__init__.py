"""Palettes for every terminal, and how colours are mixed."""
