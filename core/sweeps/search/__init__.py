"""The search by Optuna: the next setting, which trials are pruned or best."""
