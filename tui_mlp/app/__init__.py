"""The Textual app, its views, palette and themes."""
