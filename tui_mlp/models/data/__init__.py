"""What the Data view shows: what is in focus, and the columns and rows of a source made ready for drawing."""
