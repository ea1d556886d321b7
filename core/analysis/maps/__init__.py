"""Maps and curves of what a network does over its raw inputs."""
