"""The Train view: the training of one network."""
