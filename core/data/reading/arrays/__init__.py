"""Arrays of examples and targets: NPZ files of NumPy, IDX files as MNIST has them."""
