"""What `mlp-tui sweep` does: starts and resumes sweeps, lists and exports them."""
