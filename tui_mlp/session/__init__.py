"""The worker thread that trains, what it is sent and what it publishes."""
