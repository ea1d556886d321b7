"""Numbers, glyphs and settings as text."""
