"""Examples in lists, as text for the clipboard, and with other values in them."""
