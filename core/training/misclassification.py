"""Misclassified examples of a mini-batch, found from the Z^(L) of training."""

from collections.abc import Sequence
from math import atanh, inf, log

import numpy as np
from numpy.typing import DTypeLike

from core.calls import Array, scalar
from core.data.dataset import Data
from core.model.output_meaning import class_threshold, has_exclusive_classes
from core.network import Network
from core.support.i18n import _


class MisclassificationDetector:
    """Finds examples that are predicted as another class than their target's.

    An output of the function `output` above `threshold` claims its class; if classes are `exclusive`, only the greatest
    output does. `names` are those of the classes, empty if they have none.
    """

    def __init__(self, output: str, threshold: float, exclusive: bool, names: Sequence[str], dtype: DTypeLike) -> None:
        self.output, self.exclusive, self.names = output, exclusive, names
        limits = {"sigmoid": log(threshold / (1 - threshold)) if threshold else -inf, "tanh": atanh(threshold)}
        self.threshold, self._limit = scalar(threshold, dtype), scalar(limits.get(output, threshold), dtype)

    def wrong(self, Z: Array, Y: Array) -> Array:
        """Which of m examples are misclassified, as booleans; Z is Z^(L), and Z and Y are m × s_L."""
        if self.exclusive:
            wrong: Array = Z.argmax(1) != Y.argmax(1)
        elif Z.shape[1] == 1:
            wrong = (self._claims(Z) != (Y > self.threshold))[:, 0]
        else:
            wrong = np.logical_or.reduce(self._claims(Z) != (Y > self.threshold), 1)
        return wrong

    def verdict(self, z: Array, y: Array, row: int) -> str:
        """A message with an example's true and predicted class; z and y are s_L numbers, `row` counts from 0."""
        if self.exclusive:
            wanted, taken = self._name(int(y.argmax())), self._name(int(z.argmax()))
        elif len(z) == 1:
            wanted, taken = self._name(int(y[0] > self.threshold)), self._name(int(self._claims(z)[0]))
        else:
            wanted, taken = self._list(y > self.threshold), self._list(self._claims(z))
        return _("training example {} is {}, but classified as {}").format(f"{row + 1:,}", wanted, taken)

    def misleading(self, z: Array, y: Array) -> int:
        """The output, from 0, that claims a wrong class, or none while it should; z and y are s_L numbers."""
        return int(z.argmax() if self.exclusive else (self._claims(z) != (y > self.threshold)).argmax())

    def _claims(self, Z: Array) -> Array:
        """Which outputs are above the threshold, computed from Z."""
        if self.output != "softmax":
            return Z > self._limit
        powers = np.exp(Z - Z.max(-1, keepdims=True))
        claims: Array = powers > self.threshold * powers.sum(-1, keepdims=True)
        return claims

    def _name(self, k: int) -> str:
        """The name of class k, from 0, in the data; else its output's number, or 0 or 1 for a single output."""
        if self.names:
            return self.names[k]
        return f"k = {k + 1}" if self.exclusive else str(k)

    def _list(self, claims: Array) -> str:
        return "k = " + ", ".join(str(k + 1) for k in np.flatnonzero(claims)) if claims.any() else _("none")


def detector_for(network: Network, data: Data) -> MisclassificationDetector | None:
    """The detector for a network and its training examples; None for a regression, which has no classes."""
    if data.task != "classification":
        return None
    Y = data.train.Y
    threshold = class_threshold(Y)
    return MisclassificationDetector(network.output, threshold, has_exclusive_classes(data), data.class_names, Y.dtype)
