"""Training by mini-batches: epochs, metrics, stop rules, breakpoints."""
