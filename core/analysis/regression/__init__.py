"""Errors of outputs that are numbers, in the units of the source."""
