"""What is computed of a network beside its training: final metrics, importance."""
