"""What is said below the large map of a neuron: weight, range, axes, scale."""

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from textual.strip import Strip

from core.activations import ACTIVATIONS
from core.analysis.maps.neuron_maps import activation_range, share_at_rest
from core.support.i18n import _
from tui_mlp.render.cell_text import clipped, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.render.word_wrap import line
from tui_mlp.text.numbers import brief_number, figure5, figure6, percent

from .neuron_maps import weight_style

Limits = tuple[float, float, float, float]


def neuron_notes(
    activation: str,
    values: NDArray[np.float64],
    weight: float,
    signed: bool,
    names: tuple[str, str],
    limits: Limits,
    width: int,
    lines: int,
    palette: Palette,
    here: float | None = None,
) -> list[Strip]:
    """At most `lines` strips of `width` cells on the map of one neuron.

    `values` are its activations, of any shape; `names` and `limits` those of x and y, least x first. `here` is its
    activation for the example in focus, None where there is none.
    """
    styles, finite = palette.bg, values[np.isfinite(values)]
    named = _("weight") if signed else _("‖weights‖")
    parts = [(f"{named} ", styles.muted), (figure6(weight).strip(), weight_style(weight, signed, palette))]
    if here is not None:
        parts += [(_("  here "), styles.muted), (figure5(here).strip(), styles.accent_bold)]
    further = list[StyledText]()
    if len(finite):
        ends = f"{figure5(float(finite.min())).strip()} … {figure5(float(finite.max())).strip()}"
        further += [(_("a "), styles.muted), (f"{ends} ", styles.fg)]
    if (share := share_at_rest(activation, values)) is not None:
        word = _("saturated") if ACTIVATIONS[activation].saturated else _("dead")
        further += [(f"{word} ", styles.muted), (percent(share), styles.fg)]
    one_line = [*parts, ("  ", styles.blank), *further]
    said = [one_line] if cells_of(one_line, palette.ascii) <= width else [parts, further]
    low, middle, high = activation_range(activation, values)
    text = _("{} from {} to {}") if low == middle else _("{} from {} over {} to {}")
    numbers = [low, high] if low == middle else [low, middle, high]
    scale = text.format(activation, *(brief_number(number) for number in numbers))
    axes = axis_lines(names, limits, width, palette)
    if len(said) + len(axes) > lines:
        axes = []
    first = [line(one, width, palette) for one in said]
    return [*first, *axes, line([(scale, styles.faint)], width, palette)][:lines]


def axis_lines(names: tuple[str, str], limits: Limits, width: int, palette: Palette) -> list[Strip]:
    """The names of x and y with their limits: on one line, or on two where this is too narrow."""
    left, right, bottom, top = map(brief_number, limits)
    ends = displayed(f" → {left} … {right}", palette.ascii), displayed(f" ↑ {bottom} … {top}", palette.ascii)
    texts = ["  ".join(displayed(name, palette.ascii) + end for name, end in zip(names, ends, strict=True))]
    if cell_len(texts[0]) > width:
        pairs = zip(names, ends, strict=True)
        texts = [clipped(name, max(1, width - cell_len(end)), palette.ascii) + end for name, end in pairs]
    return [line([(text, palette.bg.muted)], width, palette) for text in texts]
