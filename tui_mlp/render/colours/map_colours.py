"""The colours of maps: outputs, border, points, and the regions of classes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .oklab import mix, nearest, xterm
from .ramps import ramp, stepped
from .theme_colours import Theme

CERTAINTIES = 8
"""Levels of certainty of a class, the first one for none."""

# Each: the colours at -1, 0 and 1.
MAP = {True: ("#70400f", "#1a1d22", "#1c4d80"), False: ("#f4b577", "#f4f2ed", "#8fbdf0")}
MAP_256 = {
    True: ((236, 238, 94, 94), 234, (236, 238, 24, 24)),
    False: ((254, 223, 223, 215), 255, (254, 153, 153, 111)),
}
POINTS = {True: ("#ffc483", "#9fd2ff"), False: ("#803600", "#0a3f80")}
POINTS_256 = {
    True: {"train": (173, 74), "validation": (223, 153), "test": (230, 195)},
    False: {"train": (130, 26), "validation": (52, 17), "test": (94, 24)},
}
BORDER = {True: "#8a929e", False: "#62686f"}
BORDER_256 = {True: 249, False: 242}

# Chosen so that each is as far as possible from all before it, in OKLab, for usual eyes and for those with protanopia,
# deuteranopia and tritanopia (Machado 2009); the first two are those of outputs.
CLASSES = {
    True: (
        "#f59a3c", "#58aefc", "#d67bd0", "#519160", "#fadf27", "#d44f13",
        "#27e3fd", "#dc7095", "#cca3bd", "#ced183", "#978ed2", "#a2f3c7",
    ),
    False: (
        "#b85300", "#0d5fb8", "#74144d", "#619281", "#352e02", "#0a8fd1",
        "#a5092a", "#150f85", "#b464ae", "#7e6385", "#393a76", "#754a50",
    ),
}  # fmt: skip
CLASSES_256 = {
    True: (94, 24, 96, 22, 58, 88, 23, 89, 241, 101, 61, 65),
    False: (215, 111, 176, 151, 187, 159, 210, 147, 219, 188, 146, 181),
}
_REGION = {True: 0.48, False: 0.42}
"""Of the way from the background to a class's colour, that of its region."""
_QUIET, _LIVELY = 0.42, 0.25
_LIVELIEST = {True: 0.65, False: 0.45}
"""Points of training are mixed with their map, those of validation and test with white, on a light ground black."""


@dataclass(frozen=True, eq=False)
class MapColours:
    """Colours as `#rrggbb`. Empty, all of them, where the terminal has too few, and characters are drawn instead.

    `levels` are the outputs at each level (index `level + LEVELS`), `border` the border of classes. `points` are those
    of a split's points at each level of their target, by the split's name, and as "wrong" those of the marks on points
    that are classified wrongly. `regions` has for each of some classes a colour at each level of certainty, and
    `class_points` a colour for its points, by split. More classes have the same colours again. `mark_ground` is the
    ground of the marks; empty where that is what they stand on.
    """

    levels: tuple[str, ...] = ()
    border: str = ""
    points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regions: tuple[tuple[str, ...], ...] = ()
    class_points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mark_ground: str = ""


def full_map_colours(dark: bool, theme: Theme, zero: str | None) -> MapColours:
    """The colours of maps in 24 bits; `zero` is that in the middle on another theme's background, None on ours."""
    low, middle, high = MAP[dark]
    middle, strongest = zero or middle, "#ffffff" if dark else "#000000"

    def toned(colour: str, region: str) -> tuple[str, str, str]:
        return (
            _mixed(colour, region, _QUIET),
            _mixed(colour, strongest, _LIVELY),
            _mixed(colour, strongest, _LIVELIEST[dark]),
        )

    below, above = (toned(point, end) for point, end in zip(POINTS[dark], (low, high), strict=True))
    middles = toned(_mixed(theme.muted, middle, _QUIET), middle)
    ends = [low, high, *(_mixed(theme.bg, colour, _REGION[dark]) for colour in CLASSES[dark][2:])]
    classes = [below, above, *(toned(*pair) for pair in zip(CLASSES[dark][2:], ends[2:], strict=True))]
    kinds = ("train", "validation", "test")
    points = {kind: ramp(below[at], middles[at], above[at]) for at, kind in enumerate(kinds)}
    class_points = {kind: tuple(tones[at] for tones in classes) for at, kind in enumerate(kinds)}
    return MapColours(
        levels=ramp(low, middle, high),
        border=BORDER[dark],
        points={**points, "wrong": points["validation"]},
        regions=tuple(tuple(mix(middle, end, np.linspace(0, 1, CERTAINTIES))) for end in ends),
        class_points={**class_points, "wrong": class_points["validation"]},
    )


def map_colours_256(dark: bool, theme: Theme) -> MapColours:
    """The colours of maps among xterm's 256: the nearest ones would turn orange to olive, and blue to grey."""
    strongest, weak, middle = "#ffffff" if dark else "#000000", xterm(MAP_256[dark][0][0]), xterm(MAP_256[dark][1])
    class_points = {}
    for split, share in (("train", 0.0), ("validation", _LIVELY), ("test", _LIVELIEST[dark])):
        ends = tuple(xterm(number) for number in POINTS_256[dark][split])
        class_points[split] = (
            *ends, *(nearest(_mixed(colour, strongest, share)) for colour in CLASSES[dark][2:])
        )  # fmt: skip
    class_points["wrong"] = class_points["validation"]
    return MapColours(
        levels=stepped(*MAP_256[dark]),
        border=xterm(BORDER_256[dark]),
        points={split: _in_three(colours[0], colours[1], theme.muted) for split, colours in class_points.items()},
        regions=tuple(
            (middle, weak, *[xterm(number)] * (CERTAINTIES - 2)) for number in CLASSES_256[dark]
        ),
        class_points=class_points,
    )  # fmt: skip


def _in_three(low: str, high: str, middle: str) -> tuple[str, ...]:
    """31 levels in three colours: 256 have no more tones between the two."""
    return (*[low] * 13, *[middle] * 5, *[high] * 13)


def _mixed(start: str, end: str, share: float) -> str:
    return mix(start, end, np.array([share]))[0]


def of_class(colours: Sequence[str], number: int) -> str:
    """The colour of a class: those of the first ones again where there are more classes than colours."""
    return colours[number % len(colours)]
