"""What the Output view shows: what is in focus, and figures made ready for drawing."""
