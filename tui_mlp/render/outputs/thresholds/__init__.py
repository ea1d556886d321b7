"""One class at all thresholds: plots from 0 to 1, tables of figures, bars of scores."""
