"""Reading files: tables of text, Parquet, NumPy arrays, pictures."""
