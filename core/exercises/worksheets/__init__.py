"""Worksheets: an exercise on paper for each student of a class, and the answer key."""
