"""Histograms of activations: of a layer as bars, of its neurons as rows of colours"""

from collections.abc import Sequence

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.analysis.outputs.layer_activations import LayerActivations
from core.calls import Array
from core.support.i18n import _, ngettext
from tui_mlp.render.colours.palette import LEVELS, Palette, half_block_style, level
from tui_mlp.render.matrix.histogram import bar_lines
from tui_mlp.render.strips import StyledText, cells_of, fill, fit, runs, segments
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count, data_number, figure6, percent

LEAST_LINES = 4
"""Lines of a layer: its name, two lines of bars, and the ends of their axis."""
INDENT = 2
FACTS = 34
"""Cells for the figures beside the bars."""
FEWEST = 12
"""Cells for bars, below which there are none."""
CUT = 4
"""A bar at an end that is up to so many times as high as all others is cut, so that these can be seen."""
DEEP = 16
"""As `CUT`, of the cells of a strip: these have colours, in which smaller numbers can be seen."""
NEURON = 9
"""Cells for the mark and the number of a neuron."""
ALARMING = 0.5
"""From this share on, saturated outputs are marked as a warning."""


def layer_lines(layer: LayerActivations, width: int, height: int, palette: Palette, *, focused: bool) -> list[Strip]:
    """`height` strips: the layer's name and figures, its histogram, and the ends of the axis.

    The figures stand beside the bars where there is room, and what to try below them; else in the first line alone.
    """
    styles = palette.bg
    beside = width >= INDENT + layer.counts.shape[1] + FACTS
    room = width - INDENT - (FACTS if beside else 0)
    rows = height - 2
    lines = [head(layer, width, palette, focused=focused, figures=not beside)]
    bars, each = merged(layer, room)
    if rows > 0 and room >= FEWEST:
        drawn = bar_lines(*heights(layer, bars, rows), rows, each, bar_styles(layer, len(bars), palette), palette)
        ruled = [*drawn, ruler(layer, len(bars) * each, palette)]
    else:
        ruled = []
    told = figure_lines(layer, FACTS - 2, height - 1, palette) if beside else []
    for row in range(height - 1):
        left = fit(ruled[row], room, styles.blank) if row < len(ruled) else Strip.blank(room, styles.blank)
        right = [Segment("  ", styles.blank), *told[row]] if row < len(told) else []
        lines.append(fit([Segment(" " * INDENT, styles.blank), *left, *right], width, styles.blank))
    return fill(lines, width, height, styles.blank)


def head(layer: LayerActivations, width: int, palette: Palette, *, focused: bool, figures: bool) -> Strip:
    """The layer's name, activation and size; with `figures` those that fit."""
    styles, ascii = palette.bg, palette.ascii
    mark = glyphs(ascii).mark if focused else " "
    size = ngettext("{} neuron", "{} neurons", layer.neurons).format(count(layer.neurons))
    parts: list[StyledText] = [
        (f"{mark} A({layer.l})", styles.accent_bold if focused else styles.strong),
        (f"  {layer.activation}  {size}", styles.muted),
    ]
    for group in figure_groups(layer, palette) if figures else []:
        longer: list[StyledText] = [*parts, ("   ", styles.blank), *group]
        if cells_of(longer, ascii) > width:
            break
        parts = longer
    return fit(segments(parts, ascii), width, styles.blank)


def figure_groups(layer: LayerActivations, palette: Palette) -> list[list[StyledText]]:
    """The figures of a layer, the most important first."""
    styles = palette.bg
    groups: list[list[StyledText]] = []
    if layer.not_finite:
        text = _("{} of {} are not finite").format(count(layer.not_finite), count(layer.m * layer.neurons))
        groups.append([(text, styles.bad)])
    if layer.can_die:
        groups.append(dead_parts(layer, palette))
    if layer.saturated is not None and layer.limits is not None:
        share, (low, high) = float(layer.saturated.mean()), layer.limits
        beyond = f"|a| > {high}" if low == -high else f"<{low}, >{high}"
        style = styles.warn if share >= ALARMING else styles.strong
        groups.append([(_("saturated "), styles.muted), (percent(share), style), (f"  {beyond}", styles.muted)])
    mean, spread = layer.layer_mean, layer.layer_spread
    if mean == mean:
        groups.append(
            [
                (_("mean "), styles.muted), (figure6(mean).strip(), styles.strong),
                (_("  spread "), styles.muted), (figure6(spread).strip(), styles.strong),
            ]
        )  # fmt: skip
    if layer.zero is not None:
        groups.append([(_("zero "), styles.muted), (percent(float(layer.zero.mean())), styles.strong)])
    return groups


def dead_parts(layer: LayerActivations, palette: Palette) -> list[StyledText]:
    """How many neurons are dead, and which."""
    styles = palette.bg
    if not layer.dead:
        return [(_("no dead neuron"), styles.muted)]
    numbers = ", ".join(map(str, layer.dead[:4])) + (" …" if len(layer.dead) > 4 else "")
    text = _("dead {} of {}").format(count(len(layer.dead)), count(layer.neurons))
    return [(text, styles.bad), (f": {numbers}", styles.fg)]


def figure_lines(layer: LayerActivations, width: int, height: int, palette: Palette) -> list[Strip]:
    """The figures below each other, then what to try, as far as there are lines."""
    groups = figure_groups(layer, palette)
    lines = [fit(segments(group, palette.ascii), width, palette.bg.blank) for group in groups]
    if layer.remedy and len(lines) < height:
        lines += sentences(layer.remedy, width, palette)
    return lines[:height]


def merged(layer: LayerActivations, room: int) -> tuple[Array, int]:
    """The counts of the bars and the cells of each. Where there is no room, bars are joined, but for the two ends."""
    counts = layer.of_layer
    if room >= len(counts):
        return counts, room // len(counts)
    inner = counts[1:-1]
    joined = -(-len(inner) // max(1, room - 2))
    inner = np.add.reduceat(inner, np.arange(0, len(inner), joined))
    return np.array([counts[0], *inner, counts[-1]]), 1


def heights(layer: LayerActivations, bars: Array, rows: int) -> tuple[Array, Array]:
    """The heights of the bars in eighths of a line, and which of them are cut."""
    highest, inner = int(bars.max(initial=0)), int(bars[1:-1].max(initial=0))
    top = max(inner, -(-highest // CUT), 1)
    return np.ceil(np.minimum(bars, top) * (8 * rows / top)).astype(int), bars > top


def bar_styles(layer: LayerActivations, bars: int, palette: Palette) -> list[Style]:
    """A style for each bar: by the sign of its outputs, and those of saturated or of zero outputs by themselves."""
    styles = palette.bg
    low, high = float(layer.edges[0]), float(layer.edges[-1])
    middles = low + (np.arange(bars) + 0.5) * (high - low) / bars
    found = [styles.neg if middle < 0 else styles.pos for middle in middles.tolist()]
    if layer.limits is not None:
        found[0] = found[-1] = styles.warn
    if layer.can_die:
        found[0] = styles.muted
    return found


def ruler(layer: LayerActivations, width: int, palette: Palette) -> Strip:
    """The ends of the axis and 0; a mark below each end whose bar has the saturated outputs alone."""
    styles, ascii = palette.bg, palette.ascii
    low, high = float(layer.edges[0]), float(layer.edges[-1])
    mark = glyphs(ascii).up if layer.limits is not None else ""
    text = list(" " * width)

    def put(at: int, label: str) -> None:
        at = max(0, min(at, width - len(label)))
        if "".join(text[max(0, at - 1) : at + len(label) + 1]).strip() == "":
            text[at : at + len(label)] = label

    put(0, f"{mark}{data_number(low)}")
    put(width, f"{data_number(high)}{mark}")
    if low < 0 < high:
        put(round(width * -low / (high - low)), "0")
    return fit(segments([("".join(text), styles.muted)], ascii), width, styles.blank)


def neuron_lines(
    layer: LayerActivations, width: int, height: int, palette: Palette, *, top: int, neuron: int
) -> list[Strip]:
    """A line for each neuron from `top` (from 0) on: its histogram as a strip, its mean, spread, what is wrong in it.

    `neuron` is the one in focus, from 1. The first line has the ends of the axis.
    """
    styles, ascii = palette.bg, palette.ascii
    figures = 25 if width >= NEURON + FEWEST + 25 else 0
    room = max(0, width - NEURON - figures)
    groups, each = strip_groups(layer, room)
    share = _("zero") if layer.can_die else _("saturated") if layer.limits is not None else ""
    mean, spread, neuron_name = _("mean"), _("spread"), _("neuron")
    names = f"  {mean:>6} {spread:>6} {share:>9}" if figures else ""
    title = fit([Segment(f" {neuron_name}"[: NEURON - 1], styles.muted)], NEURON, styles.blank)
    axis = fit(ruler(layer, groups.shape[1] * each, palette), room, styles.blank)
    lines = [fit([*title, *axis, *segments([(names, styles.muted)], ascii)], width, styles.blank)]
    limit = max(1.0, float(groups[:, 1:-1].max(initial=0)), float(groups.max(initial=0)) / DEEP)
    levels = np.abs(level(groups, limit))
    levels[(groups > 0) & (levels == 0)] = 1  # a single output is seen too
    for j in range(top, min(layer.neurons, top + height - 1)):
        focused = j + 1 == neuron
        label = f"{glyphs(ascii).mark if focused else ' '} {j + 1:>{NEURON - 4}}  "
        named = Segment(label, styles.accent_bold if focused else styles.muted)
        cells = strip_cells(levels[j], each, palette)
        drawn = fit(cells, room, styles.blank)
        told = segments(neuron_figures(layer, j, palette), ascii) if figures else []
        lines.append(fit([named, *drawn, *told], width, styles.blank))
    return fill(lines, width, height, styles.blank)


def strip_groups(layer: LayerActivations, room: int) -> tuple[Array, int]:
    """The counts of each neuron in the cells of its strip, s_l × cells, and how often each cell is repeated."""
    bins = layer.counts.shape[1]
    if room >= bins:
        return layer.counts, room // bins
    joined = -(-(bins - 2) // max(1, room - 2))
    inner = np.add.reduceat(layer.counts[:, 1:-1], np.arange(0, bins - 2, joined), 1)
    return np.hstack([layer.counts[:, :1], inner, layer.counts[:, -1:]]), 1


def strip_cells(levels: Array, each: int, palette: Palette) -> list[Segment]:
    """The strip of one neuron: a colour or a density character for each share."""
    if palette.heat:
        styles = [
            half_block_style(palette.heat[LEVELS + step], palette.heat[LEVELS + step]) for step in levels.tolist()
        ]
        return runs(" " * (len(styles) * each), [style for style in styles for _cell in range(each)])
    marks = glyphs(palette.ascii)
    text = "".join(marks.density(step) * each for step in levels.tolist())
    return [Segment(text, palette.bg.pos)]


def neuron_figures(layer: LayerActivations, j: int, palette: Palette) -> Sequence[StyledText]:
    """Mean, spread, and the share of saturated or zero outputs of the neuron j, from 0."""
    styles, mean, spread = palette.bg, float(layer.mean[j]), float(layer.spread[j])
    shown = [figure6(value) if value == value else NOTHING.rjust(6) for value in (mean, spread)]
    parts: list[StyledText] = [(f"  {shown[0]} {shown[1]} ", styles.fg)]
    if j + 1 in layer.dead:
        parts.append((_("dead").rjust(9), styles.bad))
    elif layer.saturated is not None:
        share = float(layer.saturated[j])
        parts.append((percent(share).rjust(9), styles.warn if share >= ALARMING else styles.fg))
    elif layer.zero is not None:
        parts.append((percent(float(layer.zero[j])).rjust(9), styles.fg))
    return parts
