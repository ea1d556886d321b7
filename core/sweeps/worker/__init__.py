"""What a worker does: it trains a run up to its next checkpoint.

It needs no file of the machine that asks for it.
"""
