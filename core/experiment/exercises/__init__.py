"""What an experiment file says of an exercise, and how folders of exercises are told apart."""
