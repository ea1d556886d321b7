"""Sweeps: an experiment trained with many settings, by Optuna's search on Dask's workers."""
