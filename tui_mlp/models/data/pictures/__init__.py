"""The images of a source as pictures: which stand in which line, and their means."""
