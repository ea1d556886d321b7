"""Preparing the rows: splits, filled and coded columns, scaling. All is fitted on training rows alone."""
