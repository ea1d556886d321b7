"""The Algorithm list of an exercise: which equations are yours, given, or asked."""

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from core.exercises.session import ExerciseSession
from core.support.i18n import N_, _, translated
from tui_mlp.models.equation_help import equation_word
from tui_mlp.models.exercise.equation_marks import Mark, MarkedEquation, marked_equations
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.frame import frame, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import StyledText, cells_of, fill, fit, segments
from tui_mlp.render.tables.algorithm import entries_of
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import Glyphs, glyphs

WIDTH, WIDE = 23, 33
"""Columns of the list with its frame; those with a word for each equation."""
SYMBOL = 8
LEGEND: tuple[tuple[Mark, Mark], ...] = (("yours", "given"), ("asked", "to come"))
WORDS: dict[Mark, str] = {
    "yours": N_("yours"), "given": N_("given"), "asked": N_("asked"), "to come": N_("to come"), "wrong": N_("wrong"),
}  # fmt: skip
WORDS_FROM = 29
"""Cells of a line from which it says what is computed."""


def equation_list(session: ExerciseSession, width: int, height: int, palette: Palette) -> list[Strip]:
    """The list in its frame, scrolled to the equation in question, with what the marks mean below it."""
    wide, high = inner_size(width, height)
    equations = marked_equations(session)
    legend = legend_lines(equations, wide, palette)
    lines, here = listed(equations, len(session.steps[0].context.sizes), wide, high - len(legend) - 1, palette)
    room = high - len(legend) - (1 if high > len(lines) + len(legend) else 0)
    top = scrolled(len(lines), room, 0, here)
    if top + room < len(lines) and here == top + room - 1:
        top += 1
    body = [*fill(lines[top : top + room], wide, high - len(legend), palette.bg.blank), *legend]
    return frame(body, width, height, palette, title=_("Algorithm"))


def listed(
    equations: list[MarkedEquation], layers: int, width: int, height: int, palette: Palette
) -> tuple[list[Strip], int]:
    """The lines of the list, and the place of the one in question; parts stand apart where there is room."""
    styles, lines, here = palette.bg, list[Strip](), 0
    known = [one for one in equations if one.planned is not None]
    entries = entries_of([one.planned for one in known if one.planned is not None])
    spaced = len(entries) + len(equations) - len(known) + 2 <= height
    for entry in entries:
        if entry.planned is None:
            lines += [line([], width, palette)] if spaced and lines else []
            lines.append(line([(entry.heading, styles.faint)], width, palette))
            continue
        here = len(lines) if known[entry.place].mark == "asked" else here
        lines.append(equation_line(known[entry.place], layers, width, palette))
    for one in equations[len(known) :]:  # hidden, for which comes next is asked
        here = len(lines) if one.mark == "asked" else here
        lines.append(equation_line(one, layers, width, palette))
    return lines, here


def equation_line(one: MarkedEquation, layers: int, width: int, palette: Palette) -> Strip:
    """The lecture's line, the symbol, its number, and its mark; only dots for a hidden equation. `layers` is L."""
    styles, marks = palette.bg, glyphs(palette.ascii)
    asked = one.mark == "asked"
    known = one.mark in ("yours", "given", "wrong")
    style = styles.accent_bold if asked else styles.fg if known else styles.faint
    number = f"({one.planned.number})" if one.planned and one.planned.number else ""
    name = one.planned.symbol if one.planned else marks.gap * 3
    place = str(one.planned.line or "") if one.planned else ""
    left: list[StyledText] = [(f"{marks.mark if asked else ' '}{place:>2} {name}", style)]
    if one.planned and width >= WORDS_FROM:
        blanks = " " * max(1, SYMBOL + 1 - cell_len(displayed(name, palette.ascii)))
        left.append((f"{blanks}{equation_word(one.planned, layers)}", styles.muted if known else style))
    right: list[StyledText] = [(f"{number:>5} ", styles.accent_bold if asked else styles.muted)]
    right.append((mark_text(one.mark, marks), mark_style(one.mark, palette)))
    gap = max(0, width - cells_of([*left, *right], palette.ascii))
    return fit(segments([*left, (" " * gap, styles.blank), *right], palette.ascii), width, styles.blank)


def mark_text(mark: Mark, marks: Glyphs) -> str:
    """The character of a mark."""
    return {
        "yours": marks.check, "given": marks.given, "asked": marks.unknown, "to come": marks.to_come,
        "wrong": marks.error, "none": " ",
    }[mark]  # fmt: skip


def mark_style(mark: Mark, palette: Palette) -> Style:
    """The style of a mark."""
    styles = palette.bg
    return styles.accent_bold if mark == "yours" else styles.warn if mark in ("asked", "wrong") else styles.muted


def legend_lines(equations: list[MarkedEquation], width: int, palette: Palette) -> list[Strip]:
    """What the marks mean, two on a line; that of wrong answers only where there are any."""
    rows: list[tuple[Mark, ...]] = [*LEGEND]
    if any(one.mark == "wrong" for one in equations):
        rows.append(("wrong",))
    marks, lines = glyphs(palette.ascii), list[Strip]()
    for row in rows:
        parts = list[StyledText]()
        for mark in row:
            text = translated(WORDS[mark])
            parts += [(" ", palette.bg.blank), (mark_text(mark, marks), mark_style(mark, palette))]
            parts.append((f" {text:<6}", palette.bg.muted))
        lines.append(line(parts, width, palette))
    return lines
