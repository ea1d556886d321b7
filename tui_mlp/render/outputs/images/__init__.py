"""Images drawn on the screen: one, many beside each other, and the sheet of a drawing."""
