"""The Data view: the columns and rows of a source, raw and as the network gets them."""
