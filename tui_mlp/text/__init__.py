"""Numbers, glyphs, settings and events as text."""
