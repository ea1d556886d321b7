"""The dialog that writes a model for other programs."""
