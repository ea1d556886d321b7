"""The parts of an exported Python file, which takes of them what its model needs.

The values here are those of a small network for the exclusive or; an export puts the model's own in their place. A line
that ends in `# if …` is taken only for models of that kind. So all of it is checked and tested as any other code.
It has to run on Python 3.9 with nothing but NumPy.
"""
