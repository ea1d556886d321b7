"""How the points of each split are drawn, and the legend that says so."""

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style

from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.text.split_words import split_word


class SplitStyle(NamedTuple):
    """The style of a split's points, and the character that tells them from others where there is no colour."""

    style: Style
    mark: str


def split_styles(palette: Palette) -> dict[str, SplitStyle]:
    """How the points of each split are drawn, by its name."""
    styles, marks = palette.bg, glyphs(palette.ascii)
    return {
        "train": SplitStyle(styles.train, marks.train),
        "validation": SplitStyle(styles.validation, marks.validation),
        "test": SplitStyle(styles.warn, marks.test),
    }


def legend_parts(sizes: Mapping[str, int], palette: Palette) -> list[list[StyledText]]:
    """For each split that has points: how they look, its name, and their number."""
    by_split = split_styles(palette)
    return [
        [
            (by_split[split].mark if palette.brackets else glyphs(palette.ascii).point, by_split[split].style),
            (f" {split_word(split)} {count(size)}", palette.bg.muted),
        ]
        for split, size in sizes.items()
        if size
    ]
