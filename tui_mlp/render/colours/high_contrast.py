"""The colours of the high-contrast theme: all text at least 7 to 1 on black.

As in the other themes blue is positive, orange negative. Grid lines, which stand behind what is drawn, are at least
3 to 1.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from .map_colours import MapColours
from .oklab import contrast, mix, nearest
from .theme_colours import DARK_16, HEAT_256, Ramps, Theme

READABLE = 7.0
"""The least contrast of text, level AAA of the WCAG."""

HIGH_CONTRAST = Theme(
    bg="#000000",
    panel="#101317",
    fg="#ffffff",
    muted="#c9ced6",
    faint="#b4bac4",
    border="#b4bac4",
    grid="#5f656d",
    accent="#5ff0c0",
    on_accent="#000000",
    train="#ffffff",
    validation="#d0b8ff",
    warn="#ffe14d",
    bad="#ff9ba3",
    pos="#7cc4ff",
    neg="#ffb25c",
    ink="#ffffff",
)
HIGH_CONTRAST_16 = replace(DARK_16, muted="#ffffff", border="#aaaaaa", grid="#aaaaaa")
"""Among 16 colours, whose shades the terminal chooses, white for what is grey otherwise."""

HIGH_CONTRAST_RAMPS = Ramps(
    heat=("#ffb25c", "#0c0e11", "#7cc4ff"),
    tint=("#7a3d0e", "#0c0e11", "#1a5088"),
    heat_256=HEAT_256[True],
    figure_256=((255, 223, 215, 208), 255, (255, 195, 153, 75)),
    runs=("#7cc4ff", "#ffb25c", "#d0b8ff", "#ffe14d", "#ffa6c0"),
)

_STEPS = np.linspace(0, 1, 21)


def readable_map_colours(colours: MapColours, colors: str) -> MapColours:
    """The colours of maps with a white border, and with points light enough to be text, such as names of classes.

    Marks stand on black: of 256 colours those of regions are too light for a mark on them, whatever its colour.
    """

    def readable(of_splits: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {split: tuple(_lighter(colour, colors) for colour in shown) for split, shown in of_splits.items()}

    return replace(
        colours,
        border="#ffffff",
        points=readable(colours.points),
        class_points=readable(colours.class_points),
        mark_ground=HIGH_CONTRAST.bg,
    )


def _lighter(colour: str, colors: str) -> str:
    """The first colour on the way to white that can be read on black."""
    shown = (nearest(mixed) if colors == "256" else mixed for mixed in mix(colour, "#ffffff", _STEPS))
    return next(one for one in shown if contrast(one, HIGH_CONTRAST.panel) >= READABLE)
