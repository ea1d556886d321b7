"""The lecture's equations one at a time."""
