"""The exercise screen drawn: the question, the answer, what was done, the result."""
