"""Going on with a saved run, and doing it again."""
