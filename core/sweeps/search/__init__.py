"""The search: which setting comes next, which trials are pruned, which are best; by Optuna."""
