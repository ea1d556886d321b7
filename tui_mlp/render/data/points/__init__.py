"""The sheet of points: its cells, axes, legend."""
