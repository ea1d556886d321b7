"""The panes with the plots of a sweep."""
