"""The Columns pane: which settings its keys change, what there is to say of columns."""
