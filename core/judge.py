"""Which examples of mini-batches are misclassified, by the Z^(L) that training computed."""

from collections.abc import Sequence
from math import atanh, inf, log

import numpy as np

from .calls import Array
from .epoch import Epoch
from .texts import _


class Judge:
    """Knows the classes of all training examples, Y n × s_L, and for each output what a z must be above to say so.

    An output above `threshold` claims its class; where the targets are `exclusive`, the greatest one has it.
    """

    def __init__(self, output: str, Y: Array, threshold: float, exclusive: bool, names: Sequence[str]) -> None:
        self.output, self.threshold, self.exclusive, self.names = output, threshold, exclusive, names
        self._classes = Y.argmax(1)
        self._places: dict[int, tuple[Array, Array]] = {}
        limits = {"sigmoid": log(threshold / (1 - threshold)) if threshold else -inf, "tanh": atanh(threshold)}
        self._limit = limits.get(output, threshold)

    def first_wrong(self, epoch: Epoch, first: int, last: int) -> int | None:
        """Which of the mini-batches first … last − 1 has a misclassified example first: 0 is the first of them."""
        Z, Y = epoch.outputs(first, last)
        if self.exclusive and self._surely_right(Z, epoch.taken(first, last)):
            return None
        wrong = self.wrong(Z, Y)
        return int(wrong.argmax()) // wrong.shape[1] if np.count_nonzero(wrong) else None

    def wrong(self, Z: Array, Y: Array) -> Array:
        """Which examples are misclassified: k × m booleans."""
        if self.exclusive:
            wrong: Array = Z.argmax(-1) != Y.argmax(-1)
        elif Z.shape[-1] == 1:
            wrong = (self._claims(Z) != (Y > self.threshold))[..., 0]
        else:
            wrong = np.logical_or.reduce(self._claims(Z) != (Y > self.threshold), -1)
        return wrong

    def verdict(self, z: Array, y: Array, row: int) -> str:
        """What a training example is and what it was taken for, given its z and y, s_L numbers each."""
        if self.exclusive:
            wanted, taken = self._name(int(y.argmax())), self._name(int(z.argmax()))
        elif len(z) == 1:
            wanted, taken = self._name(int(y[0] > self.threshold)), self._name(int(self._claims(z)[0]))
        else:
            wanted, taken = self._list(y > self.threshold), self._list(self._claims(z))
        return _("training example {} is {}, taken for {}").format(f"{row + 1:,}", wanted, taken)

    def _surely_right(self, Z: Array, rows: Array) -> bool:
        """Whether no z is as great as its target's, but that itself: 2 times faster to tell than which is the greatest.

        As Z lies in memory, k × s_L × m.
        """
        k, m, outputs = Z.shape
        if m not in self._places:  # of each example's first z, and of each class's from there on
            places = np.arange(rows.size) % m + np.arange(rows.size) // m * (m * outputs)
            self._places[m] = places, self._classes * m
        places, columns = self._places[m]
        if len(places) < rows.size:
            del self._places[m]
            return self._surely_right(Z, rows)
        z = Z.transpose(0, 2, 1)
        targets = z.reshape(-1).take(columns.take(rows) + places[: rows.size])
        return bool(np.count_nonzero(z >= targets.reshape(k, 1, m)) == rows.size)

    def _claims(self, Z: Array) -> Array:
        if self.output != "softmax":
            return Z > self._limit
        powers = np.exp(Z - Z.max(-1, keepdims=True))
        claims: Array = powers > self.threshold * powers.sum(-1, keepdims=True)
        return claims

    def _name(self, k: int) -> str:
        """Of class k, from 0: its name in the data, else the number of its output, or 0 and 1 of a single output."""
        if self.names:
            return self.names[k]
        return f"k = {k + 1}" if self.exclusive else str(k)

    def _list(self, claims: Array) -> str:
        return "k = " + ", ".join(str(k + 1) for k in np.flatnonzero(claims)) if claims.any() else _("none")
