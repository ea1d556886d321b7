"""Models written for other programs, each read back and compared."""
