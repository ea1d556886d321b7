"""The plane of two inputs: which inputs, which output, the examples as its points."""
