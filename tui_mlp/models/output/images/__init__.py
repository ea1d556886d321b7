"""Images: drawings and what becomes of them, and how much an output changes with each pixel."""
