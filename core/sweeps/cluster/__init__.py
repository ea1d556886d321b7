"""Dask: workers on this machine or of an existing cluster, and their jobs."""
