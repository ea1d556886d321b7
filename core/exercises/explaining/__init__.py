"""What is told of a value: its sum in numbers, and what one gets with a slip."""
