"""What the plots of a sweep show: axes of keys and objectives, and the trials in layers."""
