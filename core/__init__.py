"""The lecture on backpropagation, running: NumPy and small data libraries, no screen."""
