"""What a worker does: it trains a run up to its next checkpoint, without any file of the machine that asks for it."""
