"""The views that a number key opens."""
