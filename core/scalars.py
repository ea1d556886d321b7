"""Hyperparameters that act on every mini-batch, as arrays that the calls read."""

from numpy import dtype as as_dtype
from numpy import empty, finfo
from numpy.typing import DTypeLike

from .calls import Array

DEFAULTS = {
    "learning_rate": 0.01,
    "l1": 0.0,
    "l2": 0.0,
    "dropout": 0.0,
    "clip_norm": 0.0,
    "momentum": 0.9,
    "rho": 0.9,
    "beta1": 0.9,
    "beta2": 0.999,
    "epsilon": 1e-8,
}
"""Keys in the [training] section of the experiment file, with their default values."""

LETTERS = {
    "α": "learning_rate",
    "μ": "momentum",
    "ρ": "rho",
    "β1": "beta1",
    "β2": "beta2",
    "ε": "epsilon",
    "c": "clip_norm",
    "λ1": "l1",
    "λ2": "l2",
}
"""The hyperparameter behind each letter of a formula."""


class Scalars:
    """α, λ1, λ2, p … as 0-d arrays that the calls read: a change during training is one write.

    `scalars.l2` is the array, and `scalars.l2 = 0.1` writes into it. `scalars.complement("beta1")` is 1 − β1, updated
    with it. `scalars.exact["l2"]` is the number as it was set, not rounded to the dtype.
    Zero is special for l1, l2, dropout and clip_norm: programs compiled while they are zero leave the term out.
    """

    exact: dict[str, float]

    def __init__(self, dtype: DTypeLike, **values: float) -> None:
        vars(self).update({name: empty((), dtype) for name in DEFAULTS})
        vars(self)["_complements"] = {name: empty((), dtype) for name in DEFAULTS}
        vars(self)["exact"], vars(self)["_largest"] = {}, float(finfo(as_dtype(dtype)).max)
        for name, value in {**DEFAULTS, **values}.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: float) -> None:
        if name not in DEFAULTS:
            raise AttributeError(f"no scalar {name!r}; there are {', '.join(DEFAULTS)}")
        value = min(value, float(self._largest))  # a clip_norm beyond float32's range means no limit
        vars(self)[name][...], self._complements[name][...], self.exact[name] = value, 1 - value, float(value)

    def __getattr__(self, name: str) -> Array:  # for type checkers: the scalars are in vars(self)
        raise AttributeError(f"no scalar {name!r}; there are {', '.join(DEFAULTS)}")

    def complement(self, name: str) -> Array:
        """1 − the scalar, rounded once."""
        complement: Array = self._complements[name]
        return complement
