"""What pixels show beneath points: the level of one output, or regions of classes."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.style import Style

from core.analysis.maps.plane_map import PlaneMap
from core.analysis.outputs.given import MovedThreshold
from core.calls import Array
from core.model.model import HALF
from tui_mlp.models.output.plane.map_points import signs_of
from tui_mlp.render.colours.map_colours import CERTAINTIES
from tui_mlp.render.colours.palette import LEVELS, Palette, level
from tui_mlp.text.glyphs import glyphs

Ints = NDArray[np.int_]

TEXTURES = ".:-=+~^\"!/'_"
"""A character for each region of a class where there are too few colours; more classes have the same ones again."""


@dataclass(frozen=True, eq=False)
class Shading:
    """Arrays of rows × columns pixels.

    Either `levels` are those of an output, -15 to 15, or `classes` are numbers of classes, from 0, with their
    `certainties` from 0 to CERTAINTIES - 1. `border` are the pixels at the border of two classes, `broken` those where
    the output is no finite number.
    """

    border: Array = field(repr=False)
    broken: Array = field(repr=False)
    levels: Ints | None = field(default=None, repr=False)
    classes: Ints | None = field(default=None, repr=False)
    certainties: Ints | None = field(default=None, repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.border.shape
        return rows, columns


def output_shading(
    found: PlaneMap, output: int, limits: tuple[float, float], threshold: float | None = None
) -> Shading:
    """The output of one class, label or target between these limits, with the border of a class or label.

    A probability is shaded so that its threshold has the colour in the middle.
    """
    values = found.values(output)
    if found.meaning.task == "regression":
        nowhere = np.zeros(values.shape, bool)
        return Shading(nowhere, found.broken, levels=level(signs_of(values, limits), 1.0))
    middle = HALF if threshold is None else threshold
    with np.errstate(all="ignore"):
        above, below = (values - middle) / max(1 - middle, 1e-9), (values - middle) / max(middle, 1e-9)
    signs = np.where(values > middle, above, below)
    return Shading(found.border_of(output, threshold), found.broken, levels=level(signs, 1.0))


def class_shading(found: PlaneMap, moved: MovedThreshold | None = None) -> Shading:
    """The regions of all classes, by how certain the network is there; of two classes by a moved threshold."""
    classes, certainty, border = found.given(moved)
    least = 1 / max(2, len(found.meaning.names))
    with np.errstate(all="ignore"):
        shares = np.nan_to_num(np.clip((certainty - least) / (1 - least), 0, 1))
    certainties = np.rint(shares.astype(float) * (CERTAINTIES - 1)).astype(int)
    return Shading(border, found.broken, classes=classes, certainties=certainties)


def pixel_colours(shading: Shading, palette: Palette) -> NDArray[np.str_]:
    """The colours of all pixels as `#rrggbb`, without the border, where the palette has colours for maps."""
    colours = palette.map_colours
    if shading.levels is not None:
        drawn = np.array(colours.levels)[shading.levels + LEVELS]
    else:
        assert shading.classes is not None, "a map shows levels or classes"
        assert shading.certainties is not None, "classes have their certainties"
        drawn = np.array(colours.regions)[shading.classes % len(colours.regions), shading.certainties]
    drawn[shading.broken] = palette.theme.bad
    return drawn


def pixel_characters(shading: Shading, palette: Palette) -> tuple[NDArray[np.str_], Ints]:
    """A character for each pixel, where there are too few colours, and the number of its style in `pixel_styles`."""
    marks = glyphs(palette.ascii)
    if shading.levels is not None:
        drawn = np.array([marks.density(at) for at in range(-LEVELS, LEVELS + 1)])[shading.levels + LEVELS]
        styles = np.sign(shading.levels)
    else:
        assert shading.classes is not None, "a map shows levels or classes"
        drawn = np.array(list(TEXTURES))[shading.classes % len(TEXTURES)]
        styles = 4 + shading.classes % len(palette.runs)
    styles = np.where(shading.border, 2, styles)
    drawn[shading.border] = marks.border
    drawn[shading.broken] = marks.unknown
    return drawn, np.where(shading.broken, 3, styles)


@lru_cache(maxsize=16)
def pixel_styles(palette: Palette) -> dict[int, Style]:
    """The styles of characters: outputs below the middle (-1), in it, above it; the border, no number; the classes."""
    styles = palette.bg
    own = {-1: styles.neg, 0: styles.faint, 1: styles.pos, 2: styles.border, 3: styles.bad}
    return own | {4 + number: style for number, style in enumerate(palette.runs)}
