"""The Columns pane: which settings its keys change, and what there is to say of all columns and rows."""
