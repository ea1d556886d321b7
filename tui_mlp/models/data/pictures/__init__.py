"""The images of a source as pictures: which stand in which line, what is drawn of them, their means."""
