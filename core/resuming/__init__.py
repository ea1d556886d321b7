"""Saved runs resumed and replayed."""
