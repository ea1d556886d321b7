"""A call is a function with its arguments made ready: `function(*arguments)`.

A program is a list of calls on preallocated buffers, so that training costs nothing but the calls themselves:
1.4 to 2.2 times faster on small networks than the same arithmetic written out in methods.
"""

from collections.abc import Callable
from operator import is_
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

Array = np.ndarray[Any, np.dtype[Any]]
Call = tuple[Callable[..., object], tuple[Any, ...]]


def scalar(value: float, dtype: DTypeLike) -> Array:
    """A 0-d array: 0.27 µs a call against 0.46 for a Python float, and it never promotes buffers of its dtype."""
    return np.array(value, dtype)


def product(left: Array, right: Array, out: Array) -> Call:
    """The call out ← left · right, for an `out` in either memory order.

    `dot` writes rows only; a feature-major `out` takes the transposed product, (left · right)ᵀ = rightᵀ · leftᵀ.
    This is the one place that knows of layouts: every equation is written once, in the lecture's shapes. The method
    is 0.15 µs a call faster than the function `np.dot`, with the same bits.
    """
    if out.flags.c_contiguous:
        return left.dot, (right, out)
    return right.T.dot, (left.T, out.T)


def rebind_call(call: Call, counterpart: Callable[[Array], Array]) -> Call:
    """The call on other arrays, the methods of arrays included; itself where `move` leaves them all as they are."""
    function, arguments = call
    owner = getattr(function, "__self__", None)
    there = counterpart(owner) if isinstance(owner, np.ndarray) else owner
    others = tuple(counterpart(one) if isinstance(one, np.ndarray) else one for one in arguments)
    if there is owner and all(map(is_, others, arguments)):
        return call
    return (function if there is owner else getattr(there, function.__name__)), others
