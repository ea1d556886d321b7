"""The experiment: its settings, its file, and the data and network made of it."""
