"""Training and stepping without a screen: spoken in lines, a command a line."""
