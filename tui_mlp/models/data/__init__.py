"""What the Data view shows: what is in focus, columns and rows ready for drawing."""
