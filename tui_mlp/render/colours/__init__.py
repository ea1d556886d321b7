"""The palette for each theme and terminal, and how colours are mixed."""
