"""Models and weights in files: read and written, with what others need to use them."""
