"""The images of a source as pictures."""
