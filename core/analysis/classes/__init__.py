"""Figures of outputs that are classes or labels, from those of the examples of one split."""
