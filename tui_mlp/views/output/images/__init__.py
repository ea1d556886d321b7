"""Inputs that are images: weights as images, slopes by pixel, a digit to draw."""
