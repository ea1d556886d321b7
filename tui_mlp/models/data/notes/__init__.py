"""Notes on the data: what they are about, and which key changes what they tell."""
