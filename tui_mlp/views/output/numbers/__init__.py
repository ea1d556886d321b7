"""Outputs that are numbers, and curves over one input: predictions beside targets, errors."""
