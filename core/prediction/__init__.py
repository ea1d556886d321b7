"""Saved runs used: which weights, predictions for new rows, figures on other files."""
