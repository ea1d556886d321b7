"""Outputs that are classes: confusion matrix, figures by class, thresholds, calibration."""
