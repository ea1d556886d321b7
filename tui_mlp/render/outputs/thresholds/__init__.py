"""One class at all thresholds: plots whose axes go from 0 to 1, tables of figures, bars of scores."""
