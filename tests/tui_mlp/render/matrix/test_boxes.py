"""Boxes of matrices: each gets the width and the height that its figures need, the rest goes to the others."""

import pytest
from executions import at, walked

from tui_mlp.models.operand_views import operand_views, result_view
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.matrix.boxes import Box, Content, arranged, lines_of_boxes, values_shown
from tui_mlp.render.matrix.matrix import columns_shown
from tui_mlp.render.matrix.operands import row_label_width

COLOUR = palette()


def contents_of(symbol: str, figures: bool = True, kind: str | None = None, **network: object) -> list[Content]:
    settings = {"hidden": (8, 8), "inputs": 2, "outputs": 1, "m": 10, **network}
    focus = at(walked(**settings), symbol, kind=kind)
    return [*(Content(view, figures) for view in operand_views(focus.execution)), Content(result_view(focus), True)]


def columns_of(box: Box) -> int:
    view = box.content.view
    return columns_shown(view.values.shape[1], box.width - 4, label=row_label_width(view), figure=6)


def by_title(rows: list[list[Box]]) -> dict[str, Box]:
    return {box.content.view.name: box for row in rows for box in row}


def test_a_matrix_of_one_column_leaves_its_width_to_the_others() -> None:
    boxes = by_title(arranged(contents_of("A(4)"), 97, 23, COLOUR))
    assert columns_of(boxes["A(3)"]) == 9, "all of them"
    assert boxes["A(3)"].width + boxes["Θ(3)"].width == 97
    assert columns_of(boxes["Θ(3)"]) == 1


def test_equal_needs_share_equally() -> None:
    boxes = by_title(arranged(contents_of("Δ(2)"), 128, 26, COLOUR))
    assert {box.width for box in boxes.values()} == {64}
    assert {columns_of(box) for box in boxes.values()} == {8}
    assert {box.height for box in boxes.values()} == {13}


def test_low_matrices_leave_their_lines_to_the_others() -> None:
    rows = arranged(contents_of("∇(3)", m=2), 97, 30, COLOUR)
    heights = {box.content.view.name: box.height for row in rows for box in row}
    assert rows[0][0].content.view.values.shape == (9, 2)
    assert heights["∇(3)"] >= 9 + 3


def test_the_lines_in_which_all_can_be_read() -> None:
    contents = contents_of("Δ(2)")
    assert lines_of_boxes(contents, 128, COLOUR) == 2 * (10 + 3)
    assert lines_of_boxes(contents_of("Δ(2)", figures=False), 128, COLOUR) == 13, "beside each other"
    assert lines_of_boxes(contents_of("A(1)"), 97, COLOUR) == 13
    update = contents_of("Θ(3)", optimizer="adam")
    assert lines_of_boxes(update, 97, COLOUR) == 9 + 3, "four of one column, beside each other"


@pytest.mark.parametrize("figures", [True, False])
@pytest.mark.parametrize("symbol", ["A(1)", "A(2)", "J", "Δ(4)", "∇(3)", "Δ(3)", "Θ(2)"])
def test_boxes_fill_the_room_without_overlapping(symbol: str, figures: bool) -> None:
    contents = contents_of(symbol, figures, optimizer="adam")
    for width, height in ((90, 17), (97, 22), (128, 40), (200, 60)):
        rows = arranged(contents, width, height, COLOUR)
        assert [box.content for row in rows for box in row] == contents
        y = 0
        for row in rows:
            assert [box.x for box in row] == [sum(one.width for one in row[:place]) for place in range(len(row))]
            assert sum(box.width for box in row) == width
            assert {(box.y, box.height) for box in row} == {(y, row[0].height)}
            y += row[0].height
        assert y == height


def test_a_wide_matrix_gets_a_row_of_its_own_where_that_shows_clearly_more() -> None:
    rows = arranged(contents_of("∇(1)"), 128, 28, COLOUR)
    assert [[box.content.view.name for box in row] for row in rows] == [["(A(1))ᵀ"], ["Δ(2)"], ["∇(1)"]]
    assert all(columns_of(box) == box.content.view.values.shape[1] for row in rows for box in row)
    narrow = arranged(contents_of("Δ(2)"), 90, 17, COLOUR)
    assert [len(row) for row in narrow] == [2, 2]


def test_of_large_matrices_each_is_shown_in_part() -> None:
    large = contents_of("A(3)", output="softmax", outputs=10, hidden=(32,), m=32)
    for height in range(17, 26):
        rows = arranged(large, 97, height, COLOUR)
        assert [len(row) for row in rows] == [2, 2], "not one with twelve columns and three with three"
        assert {columns_of(box) for row in rows for box in row} == {5}


def test_how_much_is_shown() -> None:
    contents = contents_of("Θ(3)", optimizer="adam")
    assert values_shown(contents, 97, 12, COLOUR) == values_shown(contents, 97, 20, COLOUR)
    assert values_shown(contents, 97, 11, COLOUR) < values_shown(contents, 97, 12, COLOUR)
