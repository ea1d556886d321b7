"""The experiment: its settings, its file, and the data prepared for it."""
