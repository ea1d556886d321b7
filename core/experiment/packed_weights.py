"""Matrices of weights as short text, for networks with too many to be read.

A matrix is `float64 785x128 ` and its numbers row by row in base64, little endian: the same bits in a third of the room
of decimal numbers, read fifty times as fast.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error

import numpy as np

from core.calls import Array
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _
from core.support.shown_values import value_text

PACKED = re.compile(r"(float64|float32) (\d{1,9})x(\d{1,9}) ", re.ASCII)
LEGIBLE = 1000
"""Weights of a network that are written as numbers; more are packed."""
LONGEST = 40
"""Characters of a packed matrix in a message."""

Rows = list[list[float]]


def weights_value(thetas: list[Array]) -> list[Rows | str]:
    """Θ(1), Θ(2), … as a value of network.weights: rows of numbers, packed where there are many."""
    if sum(theta.size for theta in thetas) <= LEGIBLE:
        return [theta.astype(float).tolist() for theta in thetas]
    return list(map(packed, thetas))


def packed(theta: Array) -> str:
    """A matrix of float64 or float32 as text."""
    numbers = b64encode(np.ascontiguousarray(theta, theta.dtype.newbyteorder("<")).data).decode()
    return f"{theta.dtype.name} {theta.shape[0]}x{theta.shape[1]} {numbers}"


def unpacked(text: str) -> Array:
    """The matrix in a text. Raises InputError: what was found, what was expected."""
    found = PACKED.match(text)
    if found is None:
        message = _("found {}, expected rows of numbers, or a packed matrix such as 'float64 3x8 …'")
        raise InputError(message.format(value_text(shortened(text, LONGEST))))
    dtype, shape = np.dtype(found[1]).newbyteorder("<"), (int(found[2]), int(found[3]))
    try:
        content = b64decode(text[found.end() :], validate=True)
    except (Error, ValueError) as problem:
        raise InputError(_("found a packed matrix that is damaged: {}").format(problem)) from problem
    if len(content) != shape[0] * shape[1] * dtype.itemsize:
        message = _("found a packed matrix of {} bytes, expected {} for {} × {} of {}")
        expected = shape[0] * shape[1] * dtype.itemsize
        raise InputError(message.format(f"{len(content):,}", f"{expected:,}", *shape, found[1]))
    matrix = np.frombuffer(content, dtype).reshape(shape).astype(found[1])
    if not np.isfinite(matrix).all():
        raise InputError(_("found a packed matrix with values that are not finite"))
    return matrix
