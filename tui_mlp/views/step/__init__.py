"""The view that goes equation by equation."""
