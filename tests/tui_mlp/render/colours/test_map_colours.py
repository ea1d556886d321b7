"""The colours of maps: as many as there are levels, points that stand out, classes that can be told apart."""

from itertools import combinations

import numpy as np
import pytest
from rich.color import Color, ColorSystem

from tui_mlp.render.colours.map_colours import CERTAINTIES, MapColours, of_class
from tui_mlp.render.colours.oklab import contrast, linear
from tui_mlp.render.colours.palette import Colors, palette

DEPTHS: list[tuple[bool, Colors]] = [(True, "truecolor"), (False, "truecolor"), (True, "256"), (False, "256")]
SPLITS = ("train", "validation", "test")

# Machado, Oliveira and Fernandes 2009, table 1, severity 1: linear sRGB as a person with protanopia and one with
# deuteranopia sees it.
SEEN = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def distance(one: str, other: str, eyes: str) -> float:
    """The distance of two colours in cube roots of linear sRGB, as these eyes see them; black and white are 1.7."""
    seen = [np.cbrt(np.clip(SEEN[eyes] @ linear(colour), 0, 1)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


@pytest.mark.parametrize(("dark", "colors"), DEPTHS)
def test_all_levels_have_colours_and_the_ends_are_apart(dark: bool, colors: Colors) -> None:
    colours = palette(dark, colors).map_colours
    assert len(colours.levels) == 31
    assert len(set(colours.levels)) == (31 if colors == "truecolor" else 7) or colors == "256"
    assert [len(colours.points[split]) for split in SPLITS] == [31] * 3
    assert {len(region) for region in colours.regions} == {CERTAINTIES}
    for eyes in SEEN:
        assert distance(colours.levels[0], colours.levels[-1], eyes) > 0.1


@pytest.mark.parametrize(("dark", "colors"), DEPTHS)
def test_bright_points_and_marks_stand_out_on_the_map(dark: bool, colors: Colors) -> None:
    colours = palette(dark, colors).map_colours
    for kind, least in (("train", 1.9), ("validation", 4.2), ("test", 3.0), ("wrong", 4.2)):
        for end in (0, -1):
            assert contrast(colours.points[kind][end], colours.levels[end]) >= least
    grounds = {*colours.levels, *(region[-1] for region in colours.regions)}
    assert min(contrast(colours.border, ground) for ground in grounds) >= 1.5


@pytest.mark.parametrize(("dark", "colors"), DEPTHS)
def test_regions_of_classes_can_be_told_apart(dark: bool, colors: Colors) -> None:
    colours = palette(dark, colors).map_colours
    ends = [region[-1] for region in colours.regions]
    assert len(set(ends)) == 12
    for one, other in combinations(ends[:3], 2):
        for eyes in SEEN:
            assert distance(one, other, eyes) > 0.05
    for split in SPLITS:
        for end, point in zip(ends, colours.class_points[split], strict=True):
            assert contrast(end, point) >= (1.4 if split == "train" else 2.0)
    assert of_class(ends, 12) == ends[0]


@pytest.mark.parametrize("dark", [True, False])
def test_256_colours_are_those_of_the_terminal(dark: bool) -> None:
    colours = palette(dark, "256").map_colours
    shown = {*colours.levels, colours.border, *(colour for region in colours.regions for colour in region)}
    shown |= {colour for kind in SPLITS for colour in (*colours.points[kind], *colours.class_points[kind])}
    for colour in shown:
        downgraded = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
        triplet = Color.parse(colour).get_truecolor()
        assert max(abs(a - b) for a, b in zip(downgraded, triplet, strict=True)) <= 10


@pytest.mark.parametrize(("colors", "ascii"), [("16", False), ("none", False), ("truecolor", True)])
def test_where_there_are_too_few_colours_there_are_none(colors: Colors, ascii: bool) -> None:
    shown = palette(True, colors, ascii)
    assert shown.map == ()
    assert vars(shown.map_colours) == vars(MapColours())
