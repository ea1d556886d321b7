"""Outputs over one input, and predictions beside targets, as points to draw."""
