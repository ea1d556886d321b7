"""Classes: the confusion matrix and the table of their figures, drawn."""
