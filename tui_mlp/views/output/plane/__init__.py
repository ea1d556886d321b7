"""The plane of two inputs: the map of the output, and those of the neurons."""
