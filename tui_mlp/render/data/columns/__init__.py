"""The table of the columns of a source, and the lines that sum it up."""
