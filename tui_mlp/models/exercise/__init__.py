"""What the exercise screen shows: what is typed and chosen, marks of equations, operands, sessions begun."""
