"""Understanding a table: kinds of columns, the target, its classes, and notes on them."""
