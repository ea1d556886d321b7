"""Pure functions: arrays in, strips out. Nothing here knows an app."""
