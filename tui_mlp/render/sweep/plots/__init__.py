"""The plots of a sweep: points, parallel coordinates, curves over epochs, importance."""
