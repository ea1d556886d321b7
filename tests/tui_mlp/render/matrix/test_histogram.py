"""Bars of values, drawn without an app."""

import numpy as np
import pytest
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.matrix.histogram import histogram

PLAIN = palette()


def lines(strips: list[Strip]) -> list[str]:
    return ["".join(segment.text for segment in strip) for strip in strips]


def test_the_fullest_bar_reaches_the_top_and_the_rarest_can_be_seen() -> None:
    values = np.array([-1.0] * 1000 + [0.0] * 500 + [1.0])
    drawn = lines(histogram(values, 9, 5, PLAIN))
    assert drawn[0][0] == "█"
    assert [row[4] for row in drawn[:4]] == [" ", " ", "█", "█"], "half as many, half as high"
    assert drawn[3][8] == "▁"


def test_negative_bars_are_orange_positive_ones_blue_and_zero_neither() -> None:
    strip = histogram(np.array([-1.0, 0.0, 1.0]), 9, 4, PLAIN)[0]
    assert [segment.style for segment in strip] == [PLAIN.bg.neg, PLAIN.bg.fg, PLAIN.bg.pos]


def test_a_held_scale_counts_what_lies_beyond_at_its_ends() -> None:
    drawn = lines(histogram(np.array([-9.0, 5.0, 7.0]), 21, 4, PLAIN, vmax=1.0))
    assert drawn[-1].startswith("-1.0000")
    assert drawn[-1].rstrip().endswith("1.0000")
    assert drawn[2].strip() != ""
    assert drawn[0].rstrip().endswith("█"), "two of three at the right"


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (3, 2), (200, 60)])
@pytest.mark.parametrize("values", [np.zeros((2, 2)), np.full(3, np.nan), np.array([np.inf, 1.0]), np.array([])])
def test_any_size_and_any_values(size: tuple[int, int], values: Array) -> None:
    width, height = size
    for ascii in (False, True):
        strips = histogram(values, width, height, palette(ascii=ascii))
        assert [strip.cell_length for strip in strips] == [width] * height
        assert not ascii or all(line.isascii() for line in lines(strips))
