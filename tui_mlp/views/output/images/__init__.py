"""Inputs that are images: weights as images, what an output depends on, a digit to draw."""
