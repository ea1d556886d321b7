"""What a network says of the examples of its data, at one moment of its training."""
