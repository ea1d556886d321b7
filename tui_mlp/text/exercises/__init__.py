"""Texts of the exercise screen: its words, and a question as it is copied."""
