"""Rows that a program hands over: arrays, lists, DataFrames, dicts."""
