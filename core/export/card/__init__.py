"""The parts of a model card, each a few lines of Markdown."""
