"""The derivation of a value: its terms as a table, and the closing expression."""

from collections.abc import Sequence
from itertools import zip_longest

from textual.strip import Strip

from core.derivation.terms import CellRef, Derivation, Factor, Term
from core.scalars import LETTERS
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.tables.terms import column_widths, distinct_factors, term_table
from tui_mlp.text.numbers import plain_number

from .pointer import arrowed
from .strips import StyledText, fill
from .word_wrap import wrapped

COUNTS = ("m", "N", "t")


def lines_wanted(derivation: Derivation, terms: Sequence[Term], width: int, palette: Palette, arrow: str = "=") -> int:
    """The lines for the expression, the terms, and the expression with its numbers."""
    return sum(map(len, _blocks(derivation, terms, width, palette, arrow, 0, 0)))


def sum_lines(
    derivation: Derivation,
    terms: Sequence[Term],
    width: int,
    height: int,
    palette: Palette,
    *,
    arrow: str = "=",
    term: int,
    factor: int,
    pointed: CellRef | None = None,
    result_pointed: bool = False,
) -> list[Strip]:
    """`height` strips of `width` cells: the expression if it fits, the terms, the expression with its numbers.

    `terms` are the derivation's, shortened; `arrow` is ← for a value that replaces its former one. `term` is the place
    of the term in focus, len(terms) that of the closing expression; `factor` is the place of its factor in focus.
    `pointed` is the value that the pointer frames among the factors; `result_pointed` says that it frames the result.
    """
    blocks = _blocks(derivation, terms, width, palette, arrow, term, factor, pointed, result_pointed)
    return fill(_laid_out(blocks, height, Strip.blank(width, palette.bg.blank))[0], width, height, palette.bg.blank)


def term_at(
    derivation: Derivation, terms: Sequence[Term], width: int, height: int, palette: Palette, arrow: str, x: int, y: int
) -> tuple[int, int] | None:
    """The places of the term and of its factor that are drawn at a cell; None beside the table."""
    blocks = _blocks(derivation, terms, width, palette, arrow, 0, 0)
    row = y - _laid_out(blocks, height, Strip.blank(width))[1]
    label, cell = column_widths(width, palette.spaced)
    place = (x - label) // cell
    return (place, max(0, row - 1)) if 0 <= row < len(blocks[1]) and 0 <= place < len(terms) else None


def _laid_out(blocks: tuple[list[Strip], ...], height: int, blank: Strip) -> tuple[list[Strip], int]:
    """The lines that fit, and the place of the table's first line among them."""
    symbols, table, numbers = blocks
    if sum(map(len, blocks)) > height:
        symbols = []
    spare = height - len(symbols) - len(table) - len(numbers)
    above = [*symbols, *[blank] * bool(spare > 1 and symbols)]
    below = [blank] * bool(spare > 1 and table)
    return [*[*above, *table, *below][: max(0, height - len(numbers))], *numbers], len(above)


def _blocks(
    derivation: Derivation,
    terms: Sequence[Term],
    width: int,
    palette: Palette,
    arrow: str,
    term: int,
    factor: int,
    pointed: CellRef | None = None,
    result_pointed: bool = False,
) -> tuple[list[Strip], list[Strip], list[Strip]]:
    """The expression in symbols, the table, the expression in numbers."""
    table = term_table(derivation, terms, width, palette, term, factor, pointed) if terms else []
    focused = factor if term == len(terms) else None
    symbols, numbers = (
        _expression(derivation, width, palette, sign, focused, pointed, result_pointed, symbols=in_symbols)
        for sign, in_symbols in ((arrow, True), ("=", False))
    )
    return symbols, table, numbers


def _expression(
    derivation: Derivation,
    width: int,
    palette: Palette,
    arrow: str,
    focused: int | None,
    pointed: CellRef | None,
    result_pointed: bool,
    *,
    symbols: bool,
) -> list[Strip]:
    """The closing expression: cell = symbols, or = numbers = value."""
    styles, closing = palette.bg, derivation.closing
    factors = distinct_factors(closing)
    name: StyledText = (derivation.cell, styles.accent_bold)
    value: StyledText = (plain_number(derivation.value), styles.accent_bold)
    if result_pointed:
        name, value = ((arrowed(text, palette), styles.on_accent) for text, _style in (name, value))
    head: list[StyledText] = [name, (f" {arrow} ", styles.accent_bold)] if symbols else [("= ", styles.muted)]
    if derivation.note and not closing.parts:
        noted: list[StyledText] = [
            *head,
            value,
            (f"   {derivation.note}", styles.fg),
        ]
        return wrapped(noted, width, palette) if symbols else []
    parts = [*head]
    if derivation.note and symbols:
        parts.append((f"{derivation.note}: ", styles.fg))
    text = ""
    for part, following in zip_longest(closing.parts, closing.parts[1:], fillvalue=""):
        if isinstance(part, str):
            shown, style = part, styles.muted
        else:
            here = focused is not None and factors.index(part) == min(focused, len(factors) - 1)
            shown = part.text if symbols else _in_numbers(part, text, following)
            style = styles.on_accent if here else styles.strong if part.cell else styles.fg
            if pointed is not None and part.cell == pointed:
                shown, style = arrowed(shown, palette), styles.on_accent
            elif here and palette.brackets:
                shown = f"[{shown}]"
        text += shown
        parts.append((shown, style))
    if not symbols and text != plain_number(derivation.value):
        parts += [(" = ", styles.muted), value]
    return wrapped(parts, width, palette)


def _in_numbers(factor: Factor, before: str, following: str | Factor) -> str:
    """The factor as a number, in parentheses where its sign or its power of ten needs them."""
    shown = _number(factor)
    signed = "-" in shown.partition("e")[0] and before and not before.endswith(("(", "["))
    raised = isinstance(following, str) and following.startswith("²") and "e" in shown
    return f"({shown})" if signed or raised else shown


def _number(factor: Factor) -> str:
    """A count as a whole number, a rate as it was typed, a sum with its sign, anything else with four decimals."""
    if factor.cell is None:
        if factor.text in COUNTS:
            return f"{factor.value:,.0f}"
        if factor.text in LETTERS:
            return f"{factor.value:g}"
        if factor.text.startswith(("Σ", "(Σ")):
            return f"Σ {plain_number(factor.value)}"
    return plain_number(factor.value)
