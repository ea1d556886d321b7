"""Modal screens that ask or show one thing and close again."""
