"""The trials of a sweep, its space and its workers as strips."""
