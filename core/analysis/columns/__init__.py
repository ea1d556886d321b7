"""Figures of columns of the data."""
