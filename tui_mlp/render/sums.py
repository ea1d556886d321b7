"""A value spelled out: the terms of its sum as a table, and the expression that gives it, in symbols and in numbers."""

import re
from collections.abc import Sequence
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.strip import Strip

from core.spelling import Factor, Spelling, Term
from core.texts import _

from .glyphs import to_ascii
from .numbers import spelled
from .palette import Palette
from .strips import fill, fit, segments

Part = tuple[str, Style]

WIDE_FROM = 90
_INDICES = re.compile(r"\[(\d+),(\d+)\]$")
_SMALL_LETTERS = {"A": "a", "Θ": "θ", "Δ": "δ", "Y": "y"}


def room(width: int) -> int:
    """How many terms there is room for."""
    label, cell = _sizes(width)
    return max(2, (width - label) // cell)


def distinct(term: Term) -> tuple[Factor, ...]:
    """Its factors, each once: y and a in −(y log a + (1 − y) log(1 − a))."""
    return tuple(dict.fromkeys(term.factors))


def sum_lines(
    spelling: Spelling,
    terms: Sequence[Term],
    width: int,
    height: int,
    palette: Palette,
    *,
    term: int,
    factor: int,
) -> list[Strip]:
    """`height` strips of `width` cells: the expression where there is room for it, the terms, and it with its numbers.

    `terms` are the spelling's, shortened; `term` is the place of the one in focus, the closing expression behind the
    last of them, and `factor` that of its factor.
    """
    table = _table(spelling, terms, width, palette, term, factor) if terms else []
    focused = factor if term == len(terms) else None
    numbers = _expression(spelling, width, palette, focused, symbols=False)
    symbols = _expression(spelling, width, palette, focused, symbols=True)
    if len(symbols) + len(table) + len(numbers) > height:
        symbols = []
    spare = height - len(symbols) - len(table) - len(numbers)
    blank = [Strip.blank(width, palette.bg.blank)]
    lines = [*symbols, *blank * bool(spare > 1 and symbols), *table, *blank * bool(spare > 2 and table)]
    return fill([*lines[: max(0, height - len(numbers))], *numbers], width, height, palette.bg.blank)


def _sizes(width: int) -> tuple[int, int]:
    """Cells of the label and of a column."""
    return (14, 9) if width >= WIDE_FROM else (6, 6)


def _table(
    spelling: Spelling, terms: Sequence[Term], width: int, palette: Palette, term: int, factor: int
) -> list[Strip]:
    """The index, a line a factor, the products."""
    label, cell = _sizes(width)
    styles, wide = palette.bg, width >= WIDE_FROM
    told = [distinct(one) for one in terms]
    count = min((len(factors) for factors in told if factors), default=0)
    names = [_pattern([factors[row] for factors in told if factors], spelling.letter, wide) for row in range(count)]
    own = _("loss") if spelling.cell == "J" else _("product") if wide else "·".join(names)
    rows: list[list[Part]] = [[(_label(name, label, palette), styles.muted)] for name in (spelling.letter, *names, own)]
    for place, (one, factors) in enumerate(zip(terms, told, strict=True)):
        here = place == term
        head = one.label if factors else _("rest")
        rows[0].append((_label(head, cell, palette), styles.accent_bold if here else styles.muted))
        for row in range(count):
            marked = here and bool(factors) and row == min(factor, count - 1)
            text = _figure(factors[row].value, cell) if factors else " " * cell
            rows[row + 1].append((_mark(text, palette) if marked else text, styles.on_accent if marked else styles.fg))
        rows[-1].append((_figure(one.value, cell), _signed(one.value, palette)))
    return [_strip(row, width, palette) for row in rows]


def _pattern(factors: Sequence[Factor], letter: str, wide: bool) -> str:
    """What the factors of a row have in common: Δ(3)[4,k], or δ where there is no room."""
    texts = [factor.text for factor in factors]
    if not wide:
        name = texts[0].partition("(")[0].partition("[")[0]
        return _SMALL_LETTERS.get(name, name)
    found = [_INDICES.search(text) for text in texts]
    if len(texts) < 2 or not all(found):
        return texts[0]
    indices = [match.groups() for match in found if match]
    shown = [letter if len({pair[side] for pair in indices}) > 1 else indices[0][side] for side in (0, 1)]
    return _INDICES.sub(f"[{','.join(shown)}]", texts[0])


def _expression(spelling: Spelling, width: int, palette: Palette, focused: int | None, *, symbols: bool) -> list[Strip]:
    """The closing expression: cell = symbols, or = numbers = value."""
    styles, closing = palette.bg, spelling.closing
    told = distinct(closing)
    parts: list[Part] = [(f"{spelling.cell} = " if symbols else "= ", styles.accent_bold if symbols else styles.muted)]
    if spelling.note:
        parts.append(
            (f"{spelled(spelling.value)}   {spelling.note}" if not closing.parts else spelling.note, styles.fg)
        )
        if not closing.parts:
            return [] if symbols else _broken(parts, width, palette)
        parts.append((": ", styles.muted))
    text = ""
    for part in closing.parts:
        if isinstance(part, str):
            shown, style = part, styles.muted
        else:
            here = focused is not None and told.index(part) == min(focused, len(told) - 1)
            shown = part.text if symbols else _plain(part.value)
            style = styles.on_accent if here else styles.strong if part.place else styles.fg
            if not symbols and shown.startswith("-") and text and not text.endswith(("(", "[")):
                shown = f"({shown})"
        text += shown
        parts.append((shown, style))
    if not symbols:
        parts += [(" = ", styles.muted), (spelled(spelling.value), styles.accent_bold)]
    return _broken(parts, width, palette)


def _plain(number: float) -> str:
    """A count as a whole number, anything else with its decimals."""
    return f"{number:,.0f}" if float(number).is_integer() and 1 < abs(number) < 1e9 else spelled(number)


def _figure(value: float, cell: int) -> str:
    """A value in a column, its leading zero gone where there is no room for four decimals."""
    if cell >= 9:
        return spelled(value).rjust(cell)
    magnitude = abs(value)
    if 0 < magnitude < 0.0005:
        return f"{value:.0e}".replace("e-0", "e-").rjust(cell)
    if magnitude < 0.9995:
        return f"{value:.3f}".replace("0.", ".", 1).rjust(cell)
    return (f"{value:.2f}" if magnitude < 9.995 else f"{value:.1f}" if magnitude < 99.95 else f"{value:.0f}").rjust(
        cell
    )


def _mark(text: str, palette: Palette) -> str:
    """A figure in focus, in brackets where colour can't tell."""
    figure = text.strip()
    if not palette.brackets:
        return text
    return f"[{figure}]".rjust(len(text)) if len(figure) + 2 <= len(text) else f"[{figure}"[: len(text)]


def _signed(value: float, palette: Palette) -> Style:
    return palette.bg.pos if value > 0 else palette.bg.neg if value < 0 else palette.bg.muted


def _label(text: str, width: int, palette: Palette) -> str:
    text = to_ascii(text) if palette.ascii else text
    if cell_len(text) >= width:
        text = set_cell_size(text, width - 1)
    return " " * (width - cell_len(text)) + text


def _broken(parts: Sequence[Part], width: int, palette: Palette) -> list[Strip]:
    """Parts on as many lines as they take, broken at blanks."""
    lines: list[list[Part]] = [[]]
    room = width
    for text, style in parts:
        shown = to_ascii(text) if palette.ascii else text
        for word in re.findall(r" +|[^ ]+", shown):
            if cell_len(word) > room and word.strip() and lines[-1]:
                lines.append([("  ", palette.bg.blank)])
                room = width - 2
            lines[-1].append((word, style))
            room -= cell_len(word)
    return [_strip(line, width, palette) for line in lines]


def _strip(parts: Sequence[Part], width: int, palette: Palette) -> Strip:
    return fit(segments(parts, palette.ascii), width, palette.bg.blank)


def hint(text: str, width: int, height: int, palette: Palette) -> list[Strip]:
    """Sentences, where there is nothing else to show."""
    text = to_ascii(text) if palette.ascii else text
    lines = [line for part in text.splitlines() for line in wrap(part, max(10, width)) or [""]]
    strips = [_strip([(line, palette.bg.muted)], width, palette) for line in lines]
    return fill(strips, width, height, palette.bg.blank)
