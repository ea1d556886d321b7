"""The Data view: the columns and rows of a source, as they stand there and as the network gets them."""
