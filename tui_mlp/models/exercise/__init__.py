"""What the exercise screen shows: answers being typed, marks of equations, operands."""
