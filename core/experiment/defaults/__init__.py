"""Defaults that suit the data: of the network and the training, for a table in a file or handed over."""
