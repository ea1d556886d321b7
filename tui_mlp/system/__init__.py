"""The terminal, the clipboard, the standard streams and the settings file."""
