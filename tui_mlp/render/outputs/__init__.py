"""Figures of outputs: pictures, maps, curves and tables of what a network does with its examples."""
