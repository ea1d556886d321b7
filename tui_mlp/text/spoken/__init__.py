"""Texts for screen readers: formulas and numbers in words, where a symbol may stay silent."""
