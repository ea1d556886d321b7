"""Outputs that are numbers: curves over one input, predictions, errors by range."""
