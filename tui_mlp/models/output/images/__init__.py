"""Images: drawings, and slopes by pixel."""
