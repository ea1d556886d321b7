"""Texts of the Data view: rules of columns, how prepared numbers came about."""
