"""The images of a source as pictures, a class a line."""
