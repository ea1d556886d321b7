"""The views, each opened by a number key."""
