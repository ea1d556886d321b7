"""Classes and labels: confusion matrix, recall, ROC curves, thresholds, calibration."""
