"""The space of a sweep: the keys that are searched, their values and conditions."""
