"""What is computed of a network beside training it: its metrics at the end, the importance of columns."""
