"""The axes of a map: round ticks, labels that tell them apart, each at its place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.maps.plane import Plane, with_margin
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.output.plane.axes import left_margin, margin_of, x_axis, y_labels

PALETTE = palette()


def plane_of(low: float, high: float, columns: int = 40, rows: int = 24) -> Plane:
    return Plane(0, 1, (low, high, low, high), columns, rows, np.zeros(2))


def test_labels_on_the_left_stand_at_their_value_and_the_name_on_top() -> None:
    plane = plane_of(-2.4, 2.4)
    assert len(y_labels(plane, 12)) == 3
    for line, label in y_labels(plane, 12).items():
        top = 2.4 - line * 0.4
        assert top - 0.4 - 1e-9 <= float(label) <= top + 1e-9
    texts = [segment.text for segment in left_margin(plane, 12, 4, "x2", PALETTE)]
    assert texts[0] == " x2 "
    assert all(len(text) == 4 for text in texts)
    assert margin_of(plane, 12, "x2", False) == 3
    assert margin_of(plane, 12, "", False) == 3
    assert margin_of(plane, 12, "\u6e29\u5ea6", False) == 5
    assert all(one.cell_length == 5 for one in left_margin(plane, 12, 5, "\u6e29\u5ea6", PALETTE))


def test_labels_beneath_stand_at_their_value_and_the_name_at_the_end() -> None:
    line = x_axis(plane_of(-2.4, 2.4, 48), 4, 54, "x1", PALETTE)
    text = line.text
    assert len(text) == 54
    assert text.endswith(" x1")
    assert text[4 + 24] == "0"
    assert text[4 + 34] == "1"
    assert text[4 + 13 : 4 + 15] == "-1"


def test_a_hostile_name_takes_its_room_escaped() -> None:
    text = x_axis(plane_of(0, 1), 0, 40, "\x1b[2J", PALETTE).text
    assert "\x1b" not in text
    assert len(text) == 40


@given(st.floats(-1e308, 1e308), st.floats(-1e308, 1e308), st.integers(1, 80), st.integers(1, 40))
def test_any_limits_have_labels_inside_and_a_line_of_the_width(
    one: float, other: float, columns: int, lines: int
) -> None:
    plane = plane_of(*with_margin(min(one, other), max(one, other)), columns, lines)
    assert all(0 <= line < lines for line in y_labels(plane, lines))
    assert x_axis(plane, 5, columns + 5, "x", PALETTE).cell_length == columns + 5
