"""Sweeps: many settings of an experiment, by Optuna's search on Dask's workers."""
