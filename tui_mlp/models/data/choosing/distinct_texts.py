"""The distinct texts of a column, in which a text is found quickly, in any case."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array

END = b"\0"


class DistinctTexts:
    """k texts one behind the other, in lower case: a million of them are searched within a few milliseconds."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        joined = "\0".join(texts).casefold().encode(errors="surrogatepass") + END
        self._bytes = np.frombuffer(joined, np.uint8)
        ends = np.flatnonzero(self._bytes == END[0])
        if len(ends) != self._count:  # a text holds the separator itself
            joined = "\0".join(text.replace("\0", "\1") for text in texts).casefold().encode(errors="surrogatepass")
            self._bytes = np.frombuffer(joined + END, np.uint8)
            ends = np.flatnonzero(self._bytes == END[0])
        self._ends = ends.astype(np.int32) if len(self._bytes) < 2**31 else ends

    def containing(self, text: str) -> Array:
        """Which texts contain a text in any case, k booleans; all for an empty one."""
        return self._marked(self._places(text))

    def equal_to(self, text: str) -> Array:
        """Which texts are this one in any case, k booleans."""
        places, length = self._places(text), len(_bytes_of(text))
        if not self._count:
            return np.zeros(0, bool)
        begins = (places == 0) | (self._bytes[places - 1] == END[0])
        return self._marked(places[begins & (self._bytes[np.minimum(places + length, len(self._bytes) - 1)] == END[0])])

    def _places(self, text: str) -> Array:
        """Where a text stands among the bytes of all."""
        wanted = np.frombuffer(_bytes_of(text), np.uint8)
        if not len(wanted):
            return np.append(0, self._ends[:-1] + 1) if self._count else np.zeros(0, int)
        places = np.flatnonzero(self._bytes[: max(0, len(self._bytes) - len(wanted))] == wanted[0])
        for distance, byte in enumerate(wanted[1:], 1):
            places = places[self._bytes[places + distance] == byte]
        return places

    def _marked(self, places: Array) -> Array:
        marks = np.zeros(self._count, bool)
        marks[np.searchsorted(self._ends, places)] = True
        return marks


def _bytes_of(text: str) -> bytes:
    return text.casefold().replace("\0", "\1").encode(errors="surrogatepass")
