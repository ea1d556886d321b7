"""Used by all of core: errors, files, texts, memory, random streams."""
