"""Training on a thread of its own: commands go in, snapshots and events come out."""
