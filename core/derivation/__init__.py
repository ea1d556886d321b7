"""The derivation of a single value of an equation, as text and as LaTeX."""
