"""Tables written as text: their encoding, separator and header found, their rows read."""
