"""What is wrong with something a person gave us, said so that it can be mended."""

from .escaping import MOST_OF_A_MESSAGE, shortened


class InputError(ValueError):
    """Unusable input. The message is one for people, on one line: what was found, where, what was expected.

    It quotes what was found as it is: where it is shown, it is escaped. Where that is very long, its middle is left
    out, so that what was expected is still read.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(shortened(message, MOST_OF_A_MESSAGE))
