"""What the views show, computed without a screen."""
