"""A matrix as figures, colours or a histogram."""
