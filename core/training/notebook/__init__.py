"""Trainers in notebooks, as HTML and SVG."""
