"""Saved runs on the command line: which one, which weights, figures for other programs."""
