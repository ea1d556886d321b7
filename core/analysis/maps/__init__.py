"""Maps of what a network does over the plane of two of its raw inputs, and curves over its only one."""
