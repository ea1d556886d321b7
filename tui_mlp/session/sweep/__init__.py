"""A sweep beside the training: its folder is read, its process started."""
