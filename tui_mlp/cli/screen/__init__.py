"""The start of the screen from the command line, and the last words after it."""
