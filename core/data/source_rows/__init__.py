"""The rows of a source as they stand there, beside what a network gets of them."""
