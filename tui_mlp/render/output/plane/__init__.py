"""The plane of two inputs: maps of outputs and neurons, with axes, points and legend."""
