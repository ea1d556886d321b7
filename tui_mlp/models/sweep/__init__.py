"""What the Sweep view shows of a sweep, and what a person selected in it."""
