"""Single examples: the one in focus, and lists of those to look at."""
