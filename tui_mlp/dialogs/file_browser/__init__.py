"""The file browser: the files of a folder, what is in them, and a choice."""
