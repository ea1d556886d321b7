"""Dask: workers on this machine or of a cluster that exists, and the jobs given to them."""
