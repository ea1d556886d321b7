"""What a training tells: advice, remedies, comparisons, gradient checks."""
