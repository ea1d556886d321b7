"""The view of saved runs."""
