"""What is in focus among classes: a cell of the confusion matrix, a threshold."""
