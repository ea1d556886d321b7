"""Figures of data: columns, rows raw and prepared, distributions, pictures of classes."""
