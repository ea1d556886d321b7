"""One value of an equation spelled out, as text and as LaTeX."""
