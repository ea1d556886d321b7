"""What is wrong with something a person gave us, said so that it can be mended."""


class InputError(ValueError):
    """Unusable input. The message is one for people: what was found, where, what was expected."""
