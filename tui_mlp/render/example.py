"""One example on its way through the network, as lines of text and figures."""

from collections.abc import Callable, Sequence

import numpy as np
from rich.style import Style
from textual.strip import Strip

from core.data.dataset import Data
from core.support.i18n import _
from tui_mlp.models.example import Example, LayerValues
from tui_mlp.models.pointed import Pointed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.matrix.matrix import SPACED, Cell, matrix
from tui_mlp.text.numbers import data_number, percent, plain_number

from .preview import picture
from .strips import fit, segments, two_columns
from .word_wrap import sentences

Part = tuple[str, Style]

SMALL = 14
"""The width in pixels up to which an image is enlarged."""
_LABEL = 4
_CELL = 7


def example_lines(
    example: Example, data: Data, width: int, palette: Palette, pointed: Pointed | None = None
) -> list[Strip]:
    """All lines of an example, `width` cells each, as many as it takes; what the pointer is on is framed."""
    facts = [_strip(parts, width, palette) for parts in _facts(example, data, palette)]
    if data.target_scaling is not None and example.layers[-1].a is not None:
        facts += sentences(_("y and a are standardised; in parentheses in the units of the data."), width, palette)
    if data.shape is not None:
        drawn = picture(_enlarged(data.grey_picture(example.x)), palette)
        wide = max((strip.cell_length for strip in drawn), default=0)
        lines = _beside(drawn, facts, wide, width, palette)
    else:
        lines = [*facts, *_inputs(example, data, width, palette, pointed)]
    for layer in example.layers:
        lines += [Strip.blank(width, palette.bg.blank), *_layer(layer, data, example, width, palette, pointed)]
    return lines


def _enlarged(image: np.ndarray) -> np.ndarray:
    """Each pixel as four where the image is small."""
    return np.kron(image, np.ones((2, 2))) if image.shape[1] <= SMALL else image


def _facts(example: Example, data: Data, palette: Palette) -> list[list[Part]]:
    styles = palette.bg
    lines: list[list[Part]] = [[
        (example.text, styles.strong),
    ]]  # fmt: skip
    if example.y is not None:
        lines.append([(_("wanted y  "), styles.muted), (_named(example.y, data), styles.accent_bold)])
    output = example.layers[-1].a
    if output is not None:
        lines.append([(_("output a  "), styles.muted), (_named(output, data), styles.strong)])
    if example.loss is not None:
        lines.append([(_("its loss  "), styles.muted), (plain_number(example.loss), styles.strong)])
    if example.weight is not None:
        lines.append([(_("weight w  "), styles.muted), (plain_number(example.weight), styles.strong)])
    if example.shares and example.m > 1:  # one example alone has all of it
        lines.append([(_("part of the gradient"), styles.muted)])
        for l, part in sorted(example.shares.items()):
            style = styles.pos if part > 0 else styles.neg
            text = f"{100 * part:.1f} %" if abs(part) < 10 else f"{100 * part:.0f} %"
            lines.append([(f"  ∇({l})  ", styles.muted), (text, style)])
        lines.append([(_("  equal shares  {}").format(percent(1 / example.m)), styles.faint)])
    return lines


def _named(values: np.ndarray, data: Data) -> str:
    """The class with its value, or the values."""
    if data.task == "classification" and len(values) > 1:
        k = int(values.argmax())
        name = data.class_names[k] if k < len(data.class_names) else str(k + 1)
        return f"{name}   ({plain_number(float(values[k]))})"
    shown = _figures(values, plain_number)
    if data.target_scaling is None:
        return shown
    return f"{shown}   ({_figures(data.in_users_units(values[None])[0], data_number)})"


def _figures(values: np.ndarray, text: Callable[[float], str]) -> str:
    """The first values."""
    return "  ".join(text(float(value)) for value in values[:6]) + (" …" if len(values) > 6 else "")


def _beside(drawn: Sequence[Strip], facts: Sequence[Strip], wide: int, width: int, palette: Palette) -> list[Strip]:
    """A picture with facts at its right, or below it where there is no room."""
    blank = palette.bg.blank
    if wide + 24 > width:
        return [*(strip.adjust_cell_length(width, blank) for strip in drawn), *facts]
    return two_columns(drawn, facts, wide, width, blank)


def _column_pointed(pointed: Pointed | None, symbol: str, example: Example, skipped: int) -> int | None:
    """The place among the values of one matrix shown here of the one that the pointer is on; None if it isn't here."""
    cell = pointed.cell_in(symbol) if pointed is not None else None
    return cell[1] - skipped if cell is not None and cell[0] == example.row and cell[1] >= skipped else None


def _layer(
    layer: LayerValues, data: Data, example: Example, width: int, palette: Palette, pointed: Pointed | None
) -> list[Strip]:
    styles = palette.bg
    names = [str(place + 1) for place in range(data.train.Y.shape[1] if layer.l == len(example.layers) + 1 else 0)]
    if layer.l == len(example.layers) + 1 and data.class_names and len(data.class_names) == len(names):
        names = list(data.class_names)
    title = _strip(
        [(_("layer {}").format(layer.l), styles.fg), (f"  {layer.activation}", styles.muted)], width, palette
    )
    rows = [("a", layer.a), ("δ", layer.delta)]
    known = [(name, values) for name, values in rows if values is not None]
    if not known:
        return [title, _strip([(_("not computed yet"), styles.faint)], width, palette)]
    bias = int(layer.l < len(example.layers) + 1)
    matrices = {"a": (f"A({layer.l})", bias), "δ": (f"Δ({layer.l})", 0)}
    columns = [_column_pointed(pointed, matrices[name][0], example, matrices[name][1]) for name, _values in known]
    framed = next(((row, column) for row, column in enumerate(columns) if column is not None), None)
    return [title, *_table(known, names, width, palette, framed=framed)]


def _inputs(example: Example, data: Data, width: int, palette: Palette, pointed: Pointed | None) -> list[Strip]:
    """x under its names, and below it the values of the data where these were standardised."""
    rows = [("x", example.x)]
    column = _column_pointed(pointed, "A(1)", example, 1)
    framed = None if column is None else (0, column)
    if data.input_scaling is None:
        return _table(rows, data.input_names, width, palette, framed=framed)
    said = sentences(_("x is standardised; below it are the values of the data."), width, palette)
    original = (_("data"), data.input_scaling.restored(example.x[None])[0])
    return [*said, *_table(rows, data.input_names, width, palette, original, framed)]


def _table(
    rows: Sequence[tuple[str, np.ndarray]],
    names: Sequence[str],
    width: int,
    palette: Palette,
    original: tuple[str, np.ndarray] | None = None,
    framed: Cell | None = None,
) -> list[Strip]:
    """Figures under their names, on as many lines as they take. `original` is one more row, in units of its own.

    `framed` is the row and the column that the pointer is on.
    """
    values = np.array([row for _name, row in rows], dtype=np.float64)
    names = names or [str(place + 1) for place in range(values.shape[1])]
    across = max(1, (width - _LABEL - 1) // (SPACED if palette.spaced else _CELL))
    lines: list[Strip] = []
    for start in range(0, values.shape[1], across):
        part = values[:, start : start + across]
        lines += matrix(
            part, width, len(rows) + 1, palette, figure=6, label=_LABEL,
            rows=lambda row: rows[row][0],
            columns=names[start:].__getitem__,
            vmax=float(np.abs(values).max()), pointed=None if framed is None else (framed[0], framed[1] - start),
        )  # fmt: skip
        if original is not None:
            _head, row = matrix(
                original[1][None, start : start + across], width, 2, palette, figure=6, label=_LABEL,
                rows=lambda _row, name=original[0]: name,  # type: ignore[misc]
                columns=names[start:].__getitem__,
                vmax=0,  # columns of different units can't share a tint
            )  # fmt: skip
            lines.append(row)
    return lines


def _strip(parts: Sequence[Part], width: int, palette: Palette) -> Strip:
    return fit(segments(parts, palette.ascii), width, palette.bg.blank)
