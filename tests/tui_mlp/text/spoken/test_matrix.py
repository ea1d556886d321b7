"""Matrices in lines that are read out."""

import numpy as np

from core.expressions import Axis, Operand
from tui_mlp.text.spoken.matrix import spoken_matrix


def matrix(rows: int, columns: int, row_axis: Axis, column_axis: Axis, symbol: str) -> Operand:
    return Operand(symbol, np.arange(rows * columns, dtype=float).reshape(rows, columns), row_axis, column_axis)


EXAMPLE = Axis("example", letter="i")


def test_a_small_matrix_is_read_out_whole_with_its_bias() -> None:
    activations = matrix(1, 3, EXAMPLE, Axis("neuron", 2, True, "j"), "A(2)")
    theta = matrix(3, 1, Axis("neuron", 2, True, "j"), Axis("neuron", 3, letter="k"), "Θ(2)")
    assert list(spoken_matrix(activations, "{:g}".format)) == [
        "A 2, 1 row, 3 columns, column 0 is the bias", "row 1: 0, 1, 2",
    ]  # fmt: skip
    assert list(spoken_matrix(theta, "{:g}".format)) == [
        "Theta 2, 3 rows, 1 column", "row 0, the bias: 0", "row 1: 1", "row 2: 2",
    ]  # fmt: skip
    number = Operand("J", np.array([[0.5]]))
    assert list(spoken_matrix(number, "{:g}".format)) == ["J = 0.5"]


def test_of_a_large_one_the_row_that_a_value_takes() -> None:
    """Δ(2)[3,2] takes row 3 of Δ(3), and of Θ(2), whose row 0 is the bias, row 2."""
    error = matrix(50, 4, EXAMPLE, Axis("neuron", 2, letter="j"), "Δ(2)")
    following = matrix(50, 2, EXAMPLE, Axis("neuron", 3, letter="k"), "Δ(3)")
    theta = matrix(31, 2, Axis("neuron", 2, True, "j"), Axis("neuron", 3, letter="k"), "Θ(2)")
    cell = error, 2, 1
    assert list(spoken_matrix(following, "{:g}".format, cell))[1:] == ["row 3: 4, 5"]
    assert list(spoken_matrix(theta, "{:g}".format, cell))[1:] == ["row 2: 4, 5"]
    assert list(spoken_matrix(error, "{:g}".format, cell))[1:] == ["only column 2:", "row 3: 9"]
