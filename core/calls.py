"""Calls: functions with their arguments, run as `function(*arguments)`.

A program is a list of calls on preallocated buffers, so training costs nothing but the calls themselves: on small
networks 1.4 to 2.2 times faster than the same arithmetic in methods.
"""

from collections.abc import Callable
from operator import is_
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

Array = np.ndarray[Any, np.dtype[Any]]
Call = tuple[Callable[..., object], tuple[Any, ...]]


def scalar(value: float, dtype: DTypeLike) -> Array:
    """A 0-d array: 0.27 µs a call instead of 0.46 for a Python float, and it never promotes buffers of its dtype."""
    return np.array(value, dtype)


def product(left: Array, right: Array, out: Array) -> Call:
    """The call out ← left · right, for an `out` in either memory order.

    `dot` needs a C-contiguous result, so a feature-major `out` gets the transposed product, (left · right)ᵀ =
    rightᵀ · leftᵀ. Only this function knows the layout: all equations are in the lecture's shapes. The method is
    0.15 µs a call faster than the function `np.dot`, with the same bits.
    """
    if out.flags.c_contiguous:
        return left.dot, (right, out)
    return right.T.dot, (left.T, out.T)


def rebind_call(call: Call, counterpart: Callable[[Array], Array]) -> Call:
    """The call with its arrays, those of bound methods too, replaced by their counterparts; itself if none differs."""
    function, arguments = call
    owner = getattr(function, "__self__", None)
    new_owner = counterpart(owner) if isinstance(owner, np.ndarray) else owner
    new_arguments = tuple(counterpart(one) if isinstance(one, np.ndarray) else one for one in arguments)
    if new_owner is owner and all(map(is_, new_arguments, arguments)):
        return call
    return (function if new_owner is owner else getattr(new_owner, function.__name__)), new_arguments
