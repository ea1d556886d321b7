"""The Sweep view: the trials of a sweep in a table, what was found, its workers."""
