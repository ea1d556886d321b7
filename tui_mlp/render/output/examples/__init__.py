"""Examples as lines: one with its outputs, or lists of them."""
