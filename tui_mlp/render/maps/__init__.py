"""Maps of outputs over the plane of two inputs, with their axes, points and legend."""
