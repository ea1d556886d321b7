"""A sweep's folder: what is in it, and how other programs read it and ask for changes."""
