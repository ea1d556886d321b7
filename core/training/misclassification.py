"""Which examples of a mini-batch are misclassified, by the Z^(L) that training computed."""

from collections.abc import Sequence
from math import atanh, inf, log

import numpy as np
from numpy.typing import DTypeLike

from core.calls import Array, scalar
from core.data.dataset import Data
from core.network import Network
from core.support.i18n import _

from .evaluation import are_exclusive, class_threshold


class MisclassificationDetector:
    """Tells which examples are taken for another class than their targets'.

    An output of the function `output` above `threshold` claims its class; where the targets are `exclusive`, the
    greatest output has it. `names` are those of the classes, empty where they have none.
    """

    def __init__(self, output: str, threshold: float, exclusive: bool, names: Sequence[str], dtype: DTypeLike) -> None:
        self.output, self.exclusive, self.names = output, exclusive, names
        limits = {"sigmoid": log(threshold / (1 - threshold)) if threshold else -inf, "tanh": atanh(threshold)}
        self.threshold, self._limit = scalar(threshold, dtype), scalar(limits.get(output, threshold), dtype)

    def wrong(self, Z: Array, Y: Array) -> Array:
        """Which of m examples are misclassified, as booleans: Z^(L) and Y are m × s_L."""
        if self.exclusive:
            wrong: Array = Z.argmax(1) != Y.argmax(1)
        elif Z.shape[1] == 1:
            wrong = (self._claims(Z) != (Y > self.threshold))[:, 0]
        else:
            wrong = np.logical_or.reduce(self._claims(Z) != (Y > self.threshold), 1)
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

    def _claims(self, Z: Array) -> Array:
        """For which outputs it is above the threshold, by the z from which it is computed."""
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


def detector_for(network: Network, data: Data) -> MisclassificationDetector | None:
    """The judge of a network's outputs for the training examples; None for a regression, which has no classes."""
    if data.task != "classification":
        return None
    Y = data.train.Y
    threshold = class_threshold(Y)
    return MisclassificationDetector(network.output, threshold, are_exclusive(Y, threshold), data.class_names, Y.dtype)
