"""Choosing which rows are listed, and finding rows: the base of the screen and of the panes that list them."""
