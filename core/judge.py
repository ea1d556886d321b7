"""Which examples of a mini-batch are misclassified, by the Z^(L) that training computed."""

from collections.abc import Sequence
from math import atanh, inf, log

import numpy as np

from .calls import Array
from .texts import _


class Judge:
    """Knows the classes of all training examples, Y n × s_L, and for each output what a z must be above to say so.

    An output above `threshold` claims its class; where the targets are `exclusive`, the greatest one has it.
    """

    def __init__(self, output: str, Y: Array, threshold: float, exclusive: bool, names: Sequence[str]) -> None:
        self.output, self.threshold, self.exclusive, self.names = output, threshold, exclusive, names
        self.wanted = Y.argmax(1) if exclusive else Y > threshold
        self.limit = {
            "sigmoid": log(threshold / (1 - threshold)) if threshold else -inf,
            "tanh": atanh(threshold),
        }.get(output, threshold)

    def wrong(self, Z: Array, rows: Array) -> Array:
        """k × m booleans for Z, k mini-batches × m × s_L, of the training examples `rows`, k · m numbers from 0."""
        wanted = self.wanted.take(rows, 0)
        if self.exclusive:
            wrong: Array = Z.argmax(-1) != wanted.reshape(Z.shape[:-1])
        else:
            wrong = np.logical_or.reduce(self._claims(Z) != wanted.reshape(Z.shape), -1)
        return wrong

    def verdict(self, z: Array, row: int) -> str:
        """What a training example is and what it was taken for, given its z, s_L numbers."""
        taken = np.array(z.argmax()) if self.exclusive else self._claims(z)
        return _("training example {} is {}, taken for {}").format(
            f"{row + 1:,}", self._named(self.wanted[row]), self._named(taken)
        )

    def _claims(self, Z: Array) -> Array:
        if self.output != "softmax":
            return Z > self.limit
        powers = np.exp(Z - Z.max(-1, keepdims=True))
        claims: Array = powers > self.threshold * powers.sum(-1, keepdims=True)
        return claims

    def _named(self, what: Array) -> str:
        if self.exclusive or what.size == 1:
            k = int(what.item())
            return self.names[k] if self.names else f"k = {k + 1}" if self.exclusive else str(k)
        claimed = ", ".join(str(k + 1) for k in np.flatnonzero(what))
        return f"k = {claimed}" if claimed else _("none")
