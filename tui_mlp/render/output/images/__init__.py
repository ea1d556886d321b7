"""Images: one, many beside each other, the sheet of a drawing."""
