"""Run folders: written, listed, deleted."""
