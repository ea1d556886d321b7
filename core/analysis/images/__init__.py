"""Images as examples: their pixels, drawings laid into their frame, slopes by pixel."""
