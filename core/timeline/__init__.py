"""What was done to a training, and the way back."""
