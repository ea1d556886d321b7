"""Trained networks as others use them: raw rows in, classes or numbers out."""
