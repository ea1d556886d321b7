"""Locating the first value of a mini-batch that isn't finite."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from core.equations import Equation
from core.expressions import Operand
from core.program import Program
from core.support.i18n import _


def what_failed(program: Program) -> str:
    """What isn't finite in a mini-batch that failed: a matrix, or else a sum of squares.

    If there are several, the one nearest to the output.
    """
    nabla, L = program.nabla, program.L
    with np.errstate(all="ignore"):
        if broken := [l for l, gradient in nabla.items() if not np.isfinite(gradient).all()]:
            return _("∇({0}), the gradient of Θ({0}),").format(broken[-1])
        if not isfinite(program.pair.loss(program.batch.Z, program.batch.Y, program.batch.w)):
            return _("J, the loss,")
        if long := [l for l, gradient in nabla.items() if not np.isfinite(np.vdot(gradient, gradient))]:
            return _("‖∇({0})‖², the squared length of the gradient of Θ({0}),").format(long[-1])
        if not np.isfinite(program.batch.squared_norm):
            return _("‖∇‖², the squared length of all gradients,")
        return _("‖Z({0})‖², the sum of the squares of Z({0}),").format(L)


def not_finite(equation: Equation) -> str | None:
    """The first value computed by an equation that isn't finite, such as Z(3)[4,1] = inf; None if all are finite."""
    for operand in (*equation.intermediates, equation.writes):
        finite = np.isfinite(operand.value)
        if not finite.all():
            place = np.unravel_index(finite.argmin(), finite.shape)
            return _("{}, in {} = {}").format(valued(operand, place), equation.symbol, equation.text)
    return None


def first_not_finite(program: Program) -> str:
    """The first value in a mini-batch that failed that isn't finite: matrix, row, column and equation."""
    with np.errstate(all="ignore"):
        for equation in program.update_equations:
            if equation.kind == "weights" and not np.isfinite(equation.value).all():
                place = np.unravel_index(np.isfinite(equation.value).argmin(), equation.value.shape)
                return _("{} since the last update").format(valued(equation.writes, place))
        for equation in program.gradient_equations:
            if equation.kind == "loss":  # `run` leaves J out
                for function, arguments in equation.calls:
                    function(*arguments)
            if text := not_finite(equation):
                return text
        squared = [one.writes for one in program.gradient_equations if one.kind == "gradient"]
        squared += [
            one
            for equation in program.gradient_equations
            for one in equation.intermediates
            if one.symbol == f"Z({program.L})"
        ]
        largest = max(squared, key=lambda operand: np.abs(operand.value).max())
        place = np.unravel_index(np.abs(largest.value).argmax(), largest.value.shape)
        return _("{}, and its square is beyond the largest number").format(valued(largest, place))


def valued(operand: Operand, place: Sequence[np.intp | int]) -> str:
    """A value with its name; `place` is row and column, from 0."""
    row, column = map(int, place)
    return f"{operand.cell(row, column)} = {operand.value[row, column]:.4g}"
