"""Diagnosis of a training: advice, remedies, comparisons, gradient checks."""
