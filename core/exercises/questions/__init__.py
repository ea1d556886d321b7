"""Which questions are asked, and what of each matrix."""
