"""The terms of a sum as a table: a column for each term, a line for each factor."""

import re
from collections.abc import Collection, Sequence

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.strip import Strip

from core.derivation.terms import CellRef, Derivation, Factor, Term
from core.support.i18n import _
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import plain_number

WIDE_FROM = 86
_INDICES = re.compile(r"\[(\d+)(?:,(\d+))?\]$")
"""The indices of a value; only one where there is a single column, as in w[4]."""
_SMALL_LETTERS = {"A": "a", "Θ": "θ", "Δ": "δ", "Y": "y"}


def terms_that_fit(width: int, spaced: bool = False) -> int:
    """The number of terms that fit, in wide columns if they stand apart."""
    label, cell = column_widths(width, spaced)
    return max(2, (width - label) // cell)


def distinct_factors(term: Term) -> tuple[Factor, ...]:
    """The term's factors, each once: y and a of −(y log a + (1 − y) log(1 − a))."""
    return tuple(dict.fromkeys(term.factors))


def column_widths(width: int, spaced: bool = False) -> tuple[int, int]:
    """The cells of the labels and of a column, each with a blank before it; `spaced` ones are wide in any width."""
    return (16, 10) if spaced or width >= WIDE_FROM else (6, 6)


def term_table(
    derivation: Derivation,
    terms: Sequence[Term],
    width: int,
    palette: Palette,
    term: int,
    factor: int,
    pointed: CellRef | None = None,
) -> list[Strip]:
    """The index, a line for each factor, and the terms' values; the factor in focus is marked.

    No factor is marked if `term` is len(terms). The factors that are the value `pointed` are framed.
    """
    label, cell = column_widths(width, palette.spaced)
    styles, wide = palette.bg, palette.spaced or width >= WIDE_FROM
    term_factors = [distinct_factors(one) for one in terms]
    count = min((len(factors) for factors in term_factors if factors), default=0)
    names = [
        _pattern([factors[row] for factors in term_factors if factors], derivation.letter, wide) for row in range(count)
    ]

    heads = [
        (one.label if factors or wide else _("rest"), styles.accent_bold if place == term else styles.muted)
        for place, (one, factors) in enumerate(zip(terms, term_factors, strict=True))
    ]
    rows = [_row(derivation.letter, heads, label, cell, palette)]
    for row, name in enumerate(names):
        marked = term if term < len(term_factors) and term_factors[term] and row == min(factor, count - 1) else None
        framed = {
            place
            for place, factors in enumerate(term_factors)
            if factors and pointed is not None and factors[row].cell == pointed
        }
        figures = [
            (
                _figure(factors[row].value, cell) if factors else "",
                styles.on_accent if place == marked or place in framed else styles.fg,
            )
            for place, factors in enumerate(term_factors)
        ]
        rows.append(_row(name, figures, label, cell, palette, marked, framed))
    own = [(_figure(one.value, cell), _signed(one.value, palette)) for one in terms]
    rows.append(_row(_own(derivation, terms, names, wide, palette), own, label, cell, palette))
    return [line(row, width, palette) for row in rows]


def _own(derivation: Derivation, terms: Sequence[Term], names: Sequence[str], wide: bool, palette: Palette) -> str:
    """The name of the line of the terms' values."""
    if derivation.cell == "J":
        return _("loss")
    first = next(term for term in terms if term.factors)
    if any(part != " · " for part in first.parts if isinstance(part, str)):
        return _("term")
    return _("product") if wide else _("term") if palette.ascii else "·".join(names)


def _row(
    name: str,
    cells: Sequence[StyledText],
    label: int,
    cell: int,
    palette: Palette,
    marked: int | None = None,
    framed: Collection[int] = (),
) -> list[StyledText]:
    """A name and the cells right of it.

    Around a framed one, arrows stand in the gaps; around the marked one brackets, where colour can't mark it.
    """
    texts = [*(_label(text, cell, palette) for text, _style in cells), " "]
    for place in {*framed, *([marked] if marked is not None and palette.brackets else [])}:
        before, behind = tuple(glyphs(palette.ascii).points if place in framed else "[]")
        texts[place] = f"{before}{texts[place].lstrip()}".rjust(cell)
        if texts[place + 1].startswith(" "):  # else the next one has its own mark there
            texts[place + 1] = behind + texts[place + 1][1:]
    if texts[-1] == " ":
        texts.pop()
    styles = [style for _text, style in cells]
    return [(_label(name, label, palette), palette.bg.muted), *zip(texts, [*styles, palette.bg.fg], strict=False)]


def _pattern(factors: Sequence[Factor], letter: str, wide: bool) -> str:
    """The name that the factors of a row share, such as Δ(3)[4,k], or δ where there is no room."""
    texts = [factor.text for factor in factors]
    if factors[0].cell is None:
        return _("others")
    if not wide:
        name = texts[0].partition("(")[0].partition("[")[0]
        return _SMALL_LETTERS.get(name, name)
    found = [_INDICES.search(text) for text in texts]
    if len(texts) < 2 or not all(found):
        return texts[0]
    rows, columns = ({match[side] for match in found if match} for side in (1, 2))
    row = letter if len(rows) > 1 else rows.pop()
    column = columns.pop() if len(columns) == 1 else "k" if row == letter else letter
    return _INDICES.sub(f"[{row},{column}]" if column else f"[{row}]", texts[0])


def _figure(value: float, cell: int) -> str:
    """A value in a column, without its leading zero where there is no room for four decimals."""
    if cell > 6:
        return plain_number(value)
    magnitude = abs(value)
    small = f"{value:.0e}".replace("e-0", "e-")
    if 0 < magnitude < 0.0005 and len(small) < cell:
        return small
    if magnitude < 0.9995:
        return f"{0.0 if magnitude < 0.0005 else value:.3f}".replace("0.", ".", 1)
    if magnitude < 9999.5:
        return f"{value:.2f}" if magnitude < 9.995 else f"{value:.1f}" if magnitude < 99.95 else f"{value:.0f}"
    return f"{value:.0e}".replace("e+0", "e").replace("e+", "e")


def _signed(value: float, palette: Palette) -> Style:
    return palette.bg.pos if value > 0 else palette.bg.neg if value < 0 else palette.bg.muted


def _label(text: str, width: int, palette: Palette) -> str:
    """The text right-aligned after a blank, cut if longer."""
    text = displayed(text, palette.ascii)
    if cell_len(text) >= width:
        text = set_cell_size(text, width - 1)
    return " " * (width - cell_len(text)) + text
