"""The Textual app, its views, command palette and themes."""
