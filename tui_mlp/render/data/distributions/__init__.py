"""The distribution of a column, and of the splits, as strips."""
