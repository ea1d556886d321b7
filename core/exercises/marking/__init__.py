"""Marking: numbers as they are typed, how near they have to be, the slip behind a wrong one."""
