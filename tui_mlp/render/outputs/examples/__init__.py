"""Examples as lines: one with its outputs, or lists of them as pictures or rows of a table."""
