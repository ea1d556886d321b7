"""The cells of a map: shades, borders, points, marks and the point in focus, in colours and in characters."""

from dataclasses import replace

import numpy as np
import pytest
from rich.segment import Segment

from core.analysis.maps.plane import Plane
from core.analysis.maps.plane_map import PlaneMap
from core.calls import Array
from core.model.output_meaning import OutputMeaning
from tui_mlp.models.output.plane.map_points import MapPoints
from tui_mlp.render.colours.map_colours import CERTAINTIES
from tui_mlp.render.colours.oklab import contrast
from tui_mlp.render.colours.palette import LEVELS, Colors, Palette, palette
from tui_mlp.render.output.plane.cells import map_cells
from tui_mlp.render.output.plane.pixel_points import NO_POINT, shown_points
from tui_mlp.render.output.plane.shading import Shading, class_shading, output_shading

PALETTE, WRITTEN, BARE = palette(), palette(True, "16"), palette(True, "none", ascii=True)
TWO, THREE = OutputMeaning("classification", ("0", "1")), OutputMeaning("classification", ("a", "b", "c"))
NUMBER = OutputMeaning("regression", ("y",))


def points_at(
    x: list[float], y: list[float], split: list[int] | None = None, wrong: list[int] | None = None,
    wanted: list[int] | None = None, numbers: bool = False,
) -> MapPoints:  # fmt: skip
    n = len(x)
    classes = np.array(wanted or [1] * n, int)
    return MapPoints(
        np.array(split or [0] * n, int), np.arange(n), np.array(x, float), np.array(y, float), classes,
        np.where(classes > 0, 1.0, -1.0), np.array(wrong or [0] * n, bool), np.zeros(n), {}, {}, numbers=numbers,
    )  # fmt: skip


def map_of(probabilities: Array, meaning: OutputMeaning = TWO) -> PlaneMap:
    rows, columns, _k = probabilities.shape
    return PlaneMap(Plane(0, 1, (0.0, columns, 0.0, rows), columns, rows, np.zeros(2)), meaning, probabilities)


def two(second: list[list[float]]) -> PlaneMap:
    """The map of two classes with these probabilities of the second."""
    values = np.array(second)
    return map_of(np.stack([1 - values, values], 2))


def drawn(
    found: PlaneMap, shading: Shading, points: MapPoints, shown: Palette, focus: tuple[int, int] | None = None
) -> list[list[Segment]]:
    return map_cells(shading, points, shown_points(points, found.plane), focus, True, shown)


def cells(line: list[Segment]) -> list[tuple[str, str, str]]:
    """Each cell of a line: character, colour and background."""
    found = []
    for text, style, _control in line:
        assert style is not None
        assert style.color is not None
        assert style.bgcolor is not None
        found += [(one, style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex) for one in text]
    return found


def test_shades_run_from_the_threshold_to_both_ends() -> None:
    found = two([[0.0, 0.5, 1.0, 0.75, 0.2]])
    assert output_shading(found, 1, (0, 1)).levels is not None
    np.testing.assert_array_equal(output_shading(found, 1, (0, 1)).levels, [[-15, 0, 15, 8, -9]])
    np.testing.assert_array_equal(output_shading(found, 0, (0, 1)).levels, [[15, 0, -15, -8, 9]])
    np.testing.assert_array_equal(output_shading(found, 1, (0, 1), 0.2).levels, [[-15, 6, 15, 10, 0]])
    numbers = map_of(np.array([[[-5.0], [0.0], [5.0], [99.0], [np.nan]]]), NUMBER)
    shading = output_shading(numbers, 0, (-5.0, 5.0))
    np.testing.assert_array_equal(shading.levels, [[-15, 0, 15, 15, 0]])
    assert shading.broken.tolist() == [[False, False, False, False, True]]
    assert not shading.border.any()


def test_regions_are_stronger_where_the_network_is_more_certain() -> None:
    found = map_of(np.array([[[1.0, 0, 0], [1 / 3, 1 / 3, 1 / 3], [0.1, 0.2, 0.7]]]), THREE)
    shading = class_shading(found)
    np.testing.assert_array_equal(shading.classes, [[0, 0, 2]])
    np.testing.assert_array_equal(shading.certainties, [[CERTAINTIES - 1, 0, 4]])


def test_a_pixel_shows_the_wrong_point_then_validation_then_the_first() -> None:
    x, y = [0.5, 0.6, 0.7, 1.5, 1.6, 2.5, 2.6, 9.0], [0.5] * 8
    points = points_at(x, y, split=[0, 1, 2, 0, 0, 1, 0, 0], wrong=[0, 0, 0, 0, 0, 0, 1, 0])
    plane = Plane(0, 1, (0.0, 4.0, 0.0, 1.0), 4, 1, np.zeros(2))
    assert shown_points(points, plane).tolist() == [[1, 3, 6, NO_POINT]]


def test_half_blocks_have_two_pixels_each_with_points_and_border() -> None:
    found = two([[0.0, 0.0, 1.0], [0.0, 0.49, 1.0], [0.0, 0.0, 1.0]])
    points = points_at([0.5, 2.5], [2.5, 0.5], split=[0, 1])
    shading = output_shading(found, 1, (0, 1))
    lines = [cells(line) for line in drawn(found, shading, points, PALETTE)]
    colours, (low, high) = PALETTE.map_colours, (PALETTE.map[0], PALETTE.map[-1])
    assert lines[0] == [
        ("▀", colours.points["train"][-1], low), ("▀", colours.border, colours.border), ("▀", high, high),
    ]  # fmt: skip
    assert lines[1][2] == ("▀", colours.points["validation"][-1], PALETTE.theme.bg)  # the last row alone


def test_a_wrong_point_takes_the_cell_and_the_focus_is_on_top() -> None:
    found = two([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    points = points_at([0.5, 0.5, 2.5], [0.5, 1.5, 1.5], wrong=[1, 0, 0], wanted=[1, 0, 1])
    shading = output_shading(found, 1, (0, 1))
    line = drawn(found, shading, points, PALETTE)[0]
    assert cells(line)[0] == ("×", PALETTE.map_colours.points["wrong"][-1], PALETTE.map[0])
    several: tuple[Colors, ...] = ("truecolor", "256")
    for colors in several:
        shown = palette(True, colors, high_contrast=True)
        mark, *_others = cells(drawn(found, shading, points, shown)[0])
        assert contrast(*mark[1:]) >= 7
    edge = points_at([1.5], [1.5], wrong=[1])
    assert shading.border[0, 1]
    assert cells(drawn(found, shading, edge, PALETTE)[0])[1][2] == PALETTE.map[0]  # on the grey it would be hard to see
    focused = cells(drawn(found, shading, points, PALETTE, (1, 0))[0])
    assert focused[0] == ("×", PALETTE.theme.on_accent, PALETTE.theme.accent)
    right = map_cells(shading, points, shown_points(points, found.plane), (0, 1), False, PALETTE)
    assert cells(right[0])[1][0] == "•"


def test_no_finite_number_has_the_colour_of_what_is_bad() -> None:
    found = two([[np.nan, 0.5], [1.0, 1.0]])
    shading, none = output_shading(found, 1, (0, 1)), points_at([], [])
    assert cells(drawn(found, shading, none, PALETTE)[0])[0][1] == PALETTE.theme.bad
    assert "".join(segment.text for segment in drawn(found, shading, none, BARE)[0])[0] == "?"


def test_a_border_does_not_hide_that_there_is_no_finite_number() -> None:
    found = two([[1.0, np.nan]])
    shading = output_shading(found, 1, (0, 1))
    assert shading.border[0, 1]
    assert cells(drawn(found, shading, points_at([], []), PALETTE)[0])[1][1] == PALETTE.theme.bad


def test_cells_that_differ_in_their_lower_half_alone() -> None:
    found = two([[0.0, 0.0], [0.0, 1.0]])
    shading = replace(output_shading(found, 1, (0, 1)), border=np.zeros((2, 2), bool))
    low, high = PALETTE.map[0], PALETTE.map[-1]
    assert cells(drawn(found, shading, points_at([], []), PALETTE)[0]) == [("▀", low, low), ("▀", low, high)]


def text_of(lines: list[list[Segment]]) -> list[str]:
    return ["".join(segment.text for segment in line) for line in lines]


def test_characters_by_density_border_class_and_mark() -> None:
    found = two([[0.0, 0.4, 0.49, 0.51, 1.0]])
    points = points_at([0.5, 4.5, 3.5], [0.5] * 3, wanted=[0, 1, 0], wrong=[0, 0, 1])
    shading, none = output_shading(found, 1, (0, 1)), points_at([], [])
    assert text_of(drawn(found, shading, none, WRITTEN)) == ["≡·▚ █"]
    assert [one.text for one in drawn(found, shading, none, WRITTEN)[0] if one.style == WRITTEN.bg.border] == ["▚"]
    assert text_of(drawn(found, shading, none, BARE)) == ["%.@ #"]
    assert text_of(drawn(found, shading, points, WRITTEN)) == ["0·▚×1"]
    assert text_of(drawn(found, shading, points, BARE)) == ["0.@x1"]


def test_the_focus_is_in_brackets_where_colours_may_be_missing() -> None:
    found = two([[1.0] * 5])
    points = points_at([2.5], [0.5])
    shading = output_shading(found, 1, (0, 1))
    assert text_of(map_cells(shading, points, shown_points(points, found.plane), (0, 2), False, BARE)) == ["#[1]#"]
    assert text_of(map_cells(shading, points, shown_points(points, found.plane), (0, 2), True, BARE)) == ["#[x]#"]
    assert text_of(map_cells(shading, points, shown_points(points, found.plane), (0, 0), False, BARE)) == ["*]1##"]
    assert text_of(map_cells(shading, points, shown_points(points, found.plane), (0, 2), False, WRITTEN)) == ["██1██"]


def test_classes_have_a_character_each_and_points_theirs() -> None:
    k = 26
    probabilities = np.eye(k)[None]
    found = map_of(probabilities, OutputMeaning("classification", tuple("abcdefghijklmnopqrstuvwxyz")))
    shading = class_shading(found)
    shading = replace(shading, border=np.zeros_like(shading.border))
    points = points_at([i + 0.5 for i in range(k)], [0.5] * k, wanted=list(range(k)))
    text = text_of(drawn(found, shading, points_at([], []), BARE))[0]
    assert len(set(text[:12])) == 12
    assert text[:12] == text[12:24]
    names = text_of(drawn(found, shading, points, BARE))[0]
    assert names == "0123456789abcdefghijklmnop"
    coloured = cells(drawn(found, shading, points, PALETTE)[0])
    assert len({colour for _text, colour, _ground in coloured[:12]}) == 12


def test_points_of_numbers_are_tenths_of_the_range() -> None:
    found = map_of(np.zeros((1, 4, 1)), NUMBER)
    points = replace(points_at([0.5, 1.5, 2.5, 3.5], [0.5] * 4, numbers=True), signs=np.array([-1.0, -0.01, 0.55, 1.0]))
    assert text_of(drawn(found, output_shading(found, 0, (-1, 1)), points, BARE)) == ["0479"]


@pytest.mark.parametrize("split", [0, 1, 2])
def test_without_colours_splits_differ_in_attributes(split: int) -> None:
    found = two([[0.0]])
    points = points_at([0.5], [0.5], split=[split])
    style = drawn(found, output_shading(found, 1, (0, 1)), points, BARE)[0][0].style
    assert style is not None
    assert (bool(style.underline), bool(style.bold)) == [(False, False), (True, False), (True, True)][split]


def test_levels_are_the_palettes() -> None:
    assert len(PALETTE.map) == 2 * LEVELS + 1
    assert not WRITTEN.map
