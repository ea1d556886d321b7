"""Sessions of exercises on disk: their folder, their journal, and how they are marked."""
