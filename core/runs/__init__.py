"""Saved runs: recorded, listed, deleted."""
