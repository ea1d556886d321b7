"""The derivation of ∂J/∂θ, δ or J by the chain rule, line by line as on the slides."""
