"""Formulas and numbers in words, for screen readers, which leave out symbols."""
