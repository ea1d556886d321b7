"""Names of columns for narrow places."""

import re

from rich.cells import cell_len


def short_name(name: str, cells: int) -> str:
    """A name that is too long for so many cells: the beginning of each of its words, where it has several.

    So that "sepal length" and "sepal width" can be told apart. One word is left as it is, to be cut.
    """
    words = [word for word in re.split(r"[\s_.\-]+", name) if word]
    letters = cells - (len(words) - 1)
    if cell_len(name) <= cells or len(words) == 1 or letters < len(words):
        return name
    each, more = divmod(letters, len(words))
    lengths = [each + (number >= len(words) - more) for number in range(len(words))]
    spare = sum(max(0, length - len(word)) for length, word in zip(lengths, words, strict=True))
    short = []
    for length, word in zip(lengths, words, strict=True):
        given = min(spare, max(0, len(word) - length))
        spare -= given
        short.append(word[: length + given])
    return " ".join(short)
