"""The figures of each class as a table, with recall as bars, and the means of them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.analysis.classes.by_class import ClassFigures
from core.analysis.classification_metrics import mean_of_known
from core.calls import Array
from core.support.i18n import _
from tui_mlp.render.cell_text import cut, widest
from tui_mlp.render.colours.oklab import mix
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.share_bar import share_bar
from tui_mlp.render.strips import fit
from tui_mlp.text.classes.share_text import interval_text, share_text
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .class_columns import ClassColumns, bars_from

_WEAKER = np.array([0.4])


def columns_of(figures: ClassFigures, names: tuple[str, ...], width: int, palette: Palette) -> ClassColumns:
    """The columns that fit."""
    rows = max(len(_("rows")), len(count(int(figures.rows.max(initial=0)))))
    return ClassColumns.of(widest(names, palette.ascii), rows, width)


def class_table(
    figures: ClassFigures,
    names: tuple[str, ...],
    guess: Array,
    places: Sequence[int],
    shown: range,
    chosen: int | None,
    width: int,
    palette: Palette,
) -> list[Strip]:
    """A head, a line for each of the classes `places[shown]`, and one with the means.

    `guess`, k shares, are those of the training rows; `chosen` is the class in focus, None for none. The lowest recall,
    precision and F1 are bold.
    """
    columns, styles = columns_of(figures, names, width, palette), palette.bg
    start = bars_from(figures.recall)
    by_recall = list(places) != list(range(len(places)))
    lines = [fit(_head(columns, figures.several_labels, by_recall, palette), width, styles.blank)]
    lowest = [_lowest(values) for values in (figures.recall, figures.precision, figures.f1)]
    for line in shown:
        hint = (line == shown[0] > 0) - (line == shown[-1] < len(places) - 1)
        segments = _row(figures, places[line], names, guess, columns, start, lowest, chosen, hint, palette)
        lines.append(fit(segments, width, styles.blank))
    lines.append(fit(_means(figures, guess, columns, start, palette), width, styles.blank))
    return lines


def _lowest(values: Array) -> float:
    """The lowest known value; NaN where all are the same, and none stands out."""
    known = values[np.isfinite(values)]
    return float(known.min()) if len(known) and known.min() < known.max() else float("nan")


def _cells(parts: Iterable[tuple[str, int, Style]], palette: Palette) -> list[Segment]:
    """Texts at the right of their columns; those without cells are left out."""
    return [Segment(cut(text, cells, palette.ascii, right=True), style) for text, cells, style in parts if cells]


def _head(columns: ClassColumns, labels: bool, by_recall: bool, palette: Palette) -> list[Segment]:
    styles, up = palette.bg, glyphs(palette.ascii).up
    name, recall = _("label") if labels else _("class"), _("recall")
    return [
        Segment(cut(name, columns.name + 1, palette.ascii), styles.muted),
        *_cells([(_("rows"), columns.rows, styles.muted)], palette),
        *_cells([(recall, columns.recall, styles.fg if by_recall else styles.muted)], palette),
        Segment((f" {up}" if by_recall else "").ljust(columns.bar)[: columns.bar], styles.fg),
        *_cells(
            [
                ("95 %", columns.interval, styles.muted),
                (_("precision"), columns.precision, styles.muted),
                ("95 %", columns.precision_interval, styles.muted),
                ("F1", columns.f1, styles.muted),
                (_("guess"), columns.guess, styles.muted),
            ],
            palette,
        ),
    ]


def _row(
    figures: ClassFigures,
    place: int,
    names: Sequence[str],
    guess: Array,
    columns: ClassColumns,
    start: float,
    lowest: Sequence[float],
    chosen: int | None,
    hint: int,
    palette: Palette,
) -> list[Segment]:
    styles, marks, here = palette.bg, glyphs(palette.ascii), place == chosen
    mark = marks.mark if here and palette.brackets else marks.up if hint > 0 else marks.down if hint < 0 else " "
    recall, precision, f1 = (float(values[place]) for values in (figures.recall, figures.precision, figures.f1))
    plain = [
        styles.strong if share == low else styles.fg for share, low in zip((recall, precision, f1), lowest, strict=True)
    ]
    segments = [
        Segment(cut(names[place], columns.name, palette.ascii), styles.accent_bold if here else styles.fg),
        Segment(mark, styles.accent_bold if here else styles.muted),
        *_cells([(count(int(figures.rows[place])), columns.rows, styles.muted)], palette),
        *_cells([(share_text(recall), columns.recall, plain[0])], palette),
    ]
    if columns.bar:
        length = (recall - start) / (1 - start)
        bar = share_bar(length, columns.bar - 2, _bar_style(palette), palette)
        segments += [Segment(" ", styles.blank), *bar, Segment(" ", styles.blank)]
    return segments + _cells(
        [
            (interval_text(figures.recall_interval(place)), columns.interval, styles.faint),
            (share_text(precision), columns.precision, plain[1]),
            (interval_text(figures.precision_interval(place)), columns.precision_interval, styles.faint),
            (share_text(f1), columns.f1, plain[2]),
            (share_text(float(guess[place])), columns.guess, styles.faint),
        ],
        palette,
    )


def _means(figures: ClassFigures, guess: Array, columns: ClassColumns, start: float, palette: Palette) -> list[Segment]:
    """The means over the classes of which a figure is defined, and where the bars begin."""
    styles = palette.bg
    recall, precision, f1, guessed = (
        share_text(mean_of_known(values)) for values in (figures.recall, figures.precision, figures.f1, guess)
    )
    room = columns.bar + columns.interval
    words = " " + _("bars from {:g}").format(start) if columns.bar else ""
    return [
        Segment(cut(_("mean"), columns.name + 1 + columns.rows, palette.ascii), styles.muted),
        *_cells([(recall, columns.recall, styles.muted)], palette),
        Segment(cut(words, room, palette.ascii), styles.muted),
        *_cells(
            [
                (precision, columns.precision, styles.muted),
                ("", columns.precision_interval, styles.muted),
                (f1, columns.f1, styles.muted),
                (guessed, columns.guess, styles.muted),
            ],
            palette,
        ),
    ]


@lru_cache(maxsize=64)
def _bar_style(palette: Palette) -> Style:
    """The style of bars beside figures: a weaker blue than that of curves."""
    if palette.colors != "truecolor":
        return palette.bg.pos
    return palette.bg.pos + Style(color=mix(palette.theme.pos, palette.theme.bg, _WEAKER)[0])
