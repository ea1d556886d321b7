"""Training and stepping without a screen, spoken line by line, for screen readers and scripts."""
