"""Curves, their axes and their ticks."""
