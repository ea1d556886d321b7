"""The Points pane: points of two inputs, added, moved and removed by keys and mouse."""
