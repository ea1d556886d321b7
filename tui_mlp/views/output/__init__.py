"""The Output view: what the network does with its examples, and between them."""
