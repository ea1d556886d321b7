"""The edits of a network in training: carried out, undone and done again."""
