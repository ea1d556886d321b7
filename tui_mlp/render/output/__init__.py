"""Figures of outputs: pictures, maps, curves and tables."""
