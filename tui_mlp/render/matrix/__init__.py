"""A matrix drawn as figures, as colours or as a histogram."""
