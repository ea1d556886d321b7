"""Choosing which rows are listed, and finding rows."""
