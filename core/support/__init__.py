"""What every room may use: errors, files, texts, random streams."""
