"""The Runs view: saved runs in a table, their curves and differences."""
