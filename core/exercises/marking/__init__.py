"""Marking: numbers as they are typed, their precision, the slip behind a wrong one."""
