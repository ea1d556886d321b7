"""Points drawn by hand: a sheet with a cursor, changes of its points, its file."""
