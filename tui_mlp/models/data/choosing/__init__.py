"""Which rows of a source are listed, and which of them a person searches for."""
