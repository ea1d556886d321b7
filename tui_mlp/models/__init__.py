"""What the views show, worked out without a screen."""
