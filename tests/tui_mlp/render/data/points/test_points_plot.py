"""A sheet of points drawn: in colours, without, in ASCII, with the network's map, and where there is little room."""

from functools import cache

import pytest
from textual.strip import Strip

from core.analysis.maps.plane_map import plane_map
from core.experiment.experiment import Experiment
from core.experiment.point_table import PointTable
from core.model.model import Model
from core.training.trainer import Trainer
from tui_mlp.models.data.points.point_sheet import PointSheet
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.data.class_styles import class_style
from tui_mlp.render.data.points.points_plot import points_layout, points_plot
from tui_mlp.render.output.plane.shading import class_shading

TABLE = PointTable(
    [[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0], [0.5, 0.5]],
    [[0.0], [0.0], [1.0], [2.0], [1.0]],
    (3, 1, 1),
    ("no", "yes", "a name that is far too long"),
    "class",
)
VALUES = PointTable([[0.0, 0.0], [1.0, 1.0], [0.5, 0.0]], [[-2.0], [6.5], [2.0]], (3, 0, 0), (), "height")
LIMITS = (-0.5, 1.5, -0.5, 1.5)


def drawn(sheet: PointSheet, width: int, height: int, colours: Palette, mapped: bool = False) -> list[Strip]:
    layout = points_layout(sheet.limits, width, height, "x2", colours)
    shading = class_shading(plane_map(model(), layout.plane)) if mapped else None
    strips = points_plot(sheet, layout, ("x1", "x2"), shading, colours)
    assert len(strips) == height
    assert {strip.cell_length for strip in strips} == {width}
    return strips


@cache
def model() -> Model:
    return Trainer(Experiment.load("blobs", ["data.samples=30"])).model


def text(strips: list[Strip]) -> str:
    return "\n".join(strip.text.rstrip() for strip in strips)


def on(table: PointTable) -> PointSheet:
    sheet = PointSheet.of(table)
    return sheet.pointing(points_layout(LIMITS, 44, 13, "x2", palette()).plane, (1.0, 0.6), LIMITS)


def test_classes_in_colours_and_splits_in_shapes() -> None:
    strips = drawn(on(TABLE), 44, 13, palette())
    found = text(strips)
    assert [found.count(mark) for mark in "●○+"] == [3 + 4, 1, 1], "with the legend"
    assert strips[-2].text.startswith("● no  ● yes  ● a name that i…  ● train 3")
    assert strips[-1].text.strip() == "x1 1  x2 0.6  no point here"
    styles = [segment.style for strip in strips[:9] for segment in strip if "●" in segment.text]
    assert {style.color for style in styles if style} == {class_style(number, 3, palette()).color for number in (0, 1)}


@pytest.mark.parametrize("colours", [palette(colors="none"), palette(ascii=True), palette(colors="none", ascii=True)])
def test_without_colours_the_characters_tell_the_classes(colours: Palette) -> None:
    strips = drawn(on(TABLE).at_point(4), 44, 13, colours)
    found = "".join(strip.text[4:] for strip in strips[:9])  # without the axis
    assert [found.count(mark) for mark in "012"] == [2, 2, 1]
    assert "[1]" in found, "the cursor, on a point"
    assert "point 5, test, class yes" in text(strips)
    underlined = [
        segment.text for strip in strips[:9] for segment in strip if segment.style and segment.style.underline
    ]
    assert underlined == ["2"], "for validation; the cursor covers the other"
    if colours.ascii:
        assert text(strips).isascii()


def test_values_from_the_least_to_the_largest() -> None:
    sheet = on(VALUES).at_point(2)
    strips = drawn(sheet, 44, 13, palette())
    assert strips[-2].text.startswith("● -2  ● 6.5  ● train 3")
    assert strips[-1].text.strip() == "x1 0.5  x2 0  point 3, train, height 2"
    assert drawn(sheet, 44, 13, palette(colors="none"))[-2].text.startswith("0 -2  9 6.5  train 3")
    assert "moving point 3" in text(drawn(sheet.taking(), 44, 13, palette()))
    assert "moving point 3" in drawn(sheet.taking(), 34, 13, palette())[-1].text


def test_short_words_where_there_is_no_room_for_long_ones() -> None:
    table = PointTable(TABLE.inputs * 200, [[0.0], [1.0]] * 500, (500, 250, 250), ("no", "yes"), "class")
    assert "train 500  + test" not in text(drawn(on(table), 44, 13, palette()))
    assert drawn(on(table), 50, 13, palette())[-2].text.rstrip().endswith("○ valid. 250  + test 250")
    assert "validation 250" in text(drawn(on(table), 80, 13, palette()))


@pytest.mark.parametrize(("width", "height"), [(1, 1), (10, 3), (17, 5), (20, 6), (120, 40)])
def test_every_size(width: int, height: int) -> None:
    for colours in (palette(), palette(dark=False, colors="16"), palette(ascii=True)):
        drawn(on(TABLE), width, height, colours)


def test_the_map_lies_beneath_the_points() -> None:
    coloured = drawn(on(TABLE), 44, 13, palette(), mapped=True)
    grounds = {segment.style.bgcolor for strip in coloured[:9] for segment in strip if segment.style}
    assert len(grounds) > 5
    assert text(coloured[:9]).count("●") == 3
    plain = text(drawn(on(TABLE), 44, 13, palette(colors="none", ascii=True), mapped=True))
    assert plain.isascii()
    assert plain.count("@") > 3, "the border of the classes"
