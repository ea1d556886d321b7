"""The equations worked out again: from a student's own values, or with a slip."""
