"""The Step view: one mini-batch, equation by equation."""
