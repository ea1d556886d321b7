"""Pictures and recordings of a saved run, drawn by the app itself without a terminal."""
