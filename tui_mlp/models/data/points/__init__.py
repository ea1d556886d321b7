"""The points of two inputs as a sheet on which they are drawn: cursor, hand, changes, file."""
