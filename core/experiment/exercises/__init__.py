"""What an experiment file says of an exercise, and how folders of them are told apart."""
