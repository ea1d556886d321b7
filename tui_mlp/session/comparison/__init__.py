"""Two trainings side by side: their session and its snapshots."""
