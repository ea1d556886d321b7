"""The exercise screen drawn: the question with its matrices, the answer, what was done so far, the result."""
