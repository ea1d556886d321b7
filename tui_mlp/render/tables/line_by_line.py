"""A derivation line by line: formulas with their numbers, and what is said of them."""

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from core.derivation.line_by_line.derivation_line import DerivationLine, Given, LineByLine
from core.derivation.line_by_line.lines_text import numbers_to_show, relation
from tui_mlp.render.cell_text import displayed, widest, wrapped_lines
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, fit, two_columns
from tui_mlp.render.word_wrap import line, wrapped
from tui_mlp.text.numbers import plain_number

NUMBER = 6
"""Cells for the number of an equation."""
BESIDE_FROM = 110
"""Cells from which the sentences stand beside the formulas."""
FORMULAS = 0.67
"""The formulas' share of the width where the sentences stand beside them."""
LARGEST_WHOLE = 1e6


def figure_of_line(value: float) -> str:
    """A number inside a line: whole ones without decimals, as one would write them."""
    return f"{value:.0f}" if value == round_or_none(value) else plain_number(value)


def round_or_none(value: float) -> float | None:
    """The nearest whole number, None for values that are too large or no numbers."""
    return float(round(value)) if abs(value) < LARGEST_WHOLE else None


def derivation_strips(derivation: LineByLine, width: int, palette: Palette) -> list[Strip]:
    """All lines of the derivation; a blank one before each left side that is another one."""
    blank = Strip.blank(width, palette.bg.blank)
    indent = NUMBER + widest(tuple(line.left for line in derivation.lines), palette.ascii) + 1
    strips = given_strips(derivation.given, width, palette)
    for one in derivation.lines:
        if one.left and strips:
            strips.append(blank)
        if width >= BESIDE_FROM:
            wide = round(width * FORMULAS)
            formulas, said = formula_strips(one, indent, wide, palette), words(one, width - wide - 2, palette)
            strips += two_columns(formulas, said, wide, width, palette.bg.blank)
        else:
            strips += formula_strips(one, indent, width, palette)
            strips += behind(NUMBER, words(one, width - NUMBER, palette), width, palette)
    return strips


def given_strips(given: tuple[Given, ...], width: int, palette: Palette) -> list[Strip]:
    """What the letters stand for, with their values."""
    styles, parts = palette.bg, list[StyledText]()
    for place, one in enumerate(given):
        text = f" = {one.cell} = "
        parts += [("   ", styles.blank)] * bool(place)
        parts += [(one.letter, styles.strong), (text, styles.muted), (figure_of_line(one.value), styles.fg)]
    return [line(row, width, palette) for row in rows_of_groups(parts, 4, width, palette)] if parts else []


def rows_of_groups(parts: list[StyledText], size: int, width: int, palette: Palette) -> list[list[StyledText]]:
    """Parts in groups, each but the first beginning with a gap, in as many rows as they need."""
    groups = [parts[: size - 1], *(parts[at : at + size] for at in range(size - 1, len(parts), size))]
    rows: list[list[StyledText]] = [[]]
    for group in groups:
        taken = sum(cell_len(displayed(text, palette.ascii)) for text, _style in (*rows[-1], *group))
        if rows[-1] and taken > width:
            rows.append(group[1:])
        else:
            rows[-1] += group
    return rows


def formula_strips(one: DerivationLine, indent: int, width: int, palette: Palette) -> list[Strip]:
    """The number and the left side, then the right side in symbols and, below, in numbers."""
    styles = palette.bg
    room = width - indent
    number = f"({one.number})" if one.number else ""
    head = [(f"{number:<{NUMBER}}", styles.accent_bold), (one.left, styles.accent)]
    symbols = wrapped([(f"{relation(one)} ", styles.muted), (one.symbols, styles.strong)], room, palette)
    numbers, value = one.numbers(figure_of_line), figure_of_line(one.value)
    worked = numbers_to_show(one, numbers, value).removesuffix(value)
    figures = wrapped([("= ", styles.muted), (worked, styles.fg), (value, styles.accent_bold)], room, palette)
    first = line(head, indent, palette)
    return [
        fit([*first, *symbols[0]], width, styles.blank),
        *behind(indent, [*symbols[1:], *figures], width, palette),
    ]


def words(one: DerivationLine, width: int, palette: Palette) -> list[Strip]:
    """The sentence, and errata of the slides."""
    strips = wrapped_words(one.sentence, palette.bg.muted, width, palette)
    for erratum in one.errata:
        strips += wrapped_words(f"! {erratum}", palette.bg.warn, width, palette)
    return strips


def wrapped_words(text: str, style: Style, width: int, palette: Palette) -> list[Strip]:
    """Words in one style, continued without an indent."""
    return [line([(row, style)], width, palette) for row in wrapped_lines(displayed(text, palette.ascii), width)]


def behind(indent: int, strips: list[Strip], width: int, palette: Palette) -> list[Strip]:
    """Strips moved to the right."""
    blank = palette.bg.blank
    return [fit([*Strip.blank(indent, blank), *strip], width, blank) for strip in strips]
