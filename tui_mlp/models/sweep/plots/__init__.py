"""What the plots of a sweep show: axes, and the trials in layers."""
