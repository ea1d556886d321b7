"""How much each column matters to a network: permutation importance."""
