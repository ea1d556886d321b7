"""Training by mini-batches: epochs, figures, stop rules, breakpoints."""
