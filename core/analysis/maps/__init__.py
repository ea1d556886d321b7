"""Outputs as functions of one or two raw inputs."""
