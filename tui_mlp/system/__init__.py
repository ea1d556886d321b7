"""The terminal, the clipboard and the settings folder."""
