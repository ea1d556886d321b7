"""A training's journal, the actions in it, and the return to earlier states."""
