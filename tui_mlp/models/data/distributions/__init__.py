"""How the cells of a column and the rows of splits are distributed."""
