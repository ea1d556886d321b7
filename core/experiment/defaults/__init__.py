"""Defaults that suit the data, of the network and the training."""
