"""Tables of runs, terms and differences."""
