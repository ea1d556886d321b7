"""The lecture's algorithm as a list of equations: whole where they fit, else symbols."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.equation_help import equation_word, planned_equation_text
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, fit, segments
from tui_mlp.session.equation_plan import PlannedEquation
from tui_mlp.text.glyphs import glyphs

Form = Literal["symbols", "words", "lecture", "equations"]
"""How equations are listed: by symbol; by symbol and a word; the lecture's whole, the optimiser's by a word; whole."""

SYMBOLS_WIDTH, WORDS_WIDTH = 19, 29
"""The cells of a list of symbols, and of symbols with words."""
EQUATIONS_FROM = 26
"""The cells from which equations are whole; in fewer they would be broken too often."""
EQUATIONS_MOST = 51
"""The cells that a list of whole equations takes at most; the few that are longer take more lines."""

_PREFIX = 4  # cells of the mark, the lecture's line and a blank
_NUMBER = 5  # cells of a blank and the lecture's number
_CHECK = 2  # cells of a blank and the check
_INDENT = 2  # cells before a further line of an equation
_SIGNS = ("=", "←", "−", "+", "∘", "·", "/", "<-", "-", "o", ".")


class Entry(NamedTuple):
    """A heading; or an equation and its place in the plan."""

    heading: str
    planned: PlannedEquation | None = None
    place: int = -1


class Progress(NamedTuple):
    """How many equations have run, and the place of the one in focus, -1 for none."""

    ran: int
    here: int


def entries_of(plan: Sequence[PlannedEquation]) -> list[Entry]:
    """An entry for each equation, each part of the algorithm under its heading."""
    listed: list[Entry] = []
    for name, group in groupby(enumerate(plan), key=lambda pair: _part(pair[1])):
        listed.append(Entry(name))
        listed += [Entry("", planned, place) for place, planned in group]
    return listed


def _part(planned: PlannedEquation) -> str:
    """The part of the algorithm that an equation belongs to."""
    if planned.line in (5, 7) or planned.symbol == "J":
        return _("forward")
    return _("backward") if planned.line in (9, 10) else _("update")


def list_form(plan: tuple[PlannedEquation, ...], width: int, height: int, ascii: bool) -> Form:
    """The form that says most of those in which the whole list fits this width and height."""
    if width >= EQUATIONS_FROM and lines_of_list(plan, width, "equations", ascii) <= height:
        return "equations"
    if width >= WORDS_WIDTH:
        return "lecture" if lines_of_list(plan, width, "lecture", ascii) <= height else "words"
    return "symbols"


def list_width(plan: tuple[PlannedEquation, ...], room: int, height: int, ascii: bool) -> int:
    """The cells that the list needs, at most `room`, but always those of the symbols."""
    form = list_form(plan, min(room, EQUATIONS_MOST), height, ascii)
    if form == "symbols":
        return SYMBOLS_WIDTH
    if form == "words":
        return WORDS_WIDTH
    longest = max((cell_len(_text(planned, form, ascii)) + _PREFIX + _behind(planned) for planned in plan), default=0)
    return max(WORDS_WIDTH if form == "lecture" else EQUATIONS_FROM, min(room, EQUATIONS_MOST, longest))


@lru_cache(maxsize=32)
def lines_of_list(plan: tuple[PlannedEquation, ...], width: int, form: Form, ascii: bool) -> int:
    """The lines of the whole list, with its headings. Cached: the plan stays the same for thousands of mini-batches."""
    return sum(
        1 if entry.planned is None else len(_lines(entry.planned, width, form, ascii)) for entry in entries_of(plan)
    )


def entry_lines(entry: Entry, width: int, form: Form, layers: int, progress: Progress, palette: Palette) -> list[Strip]:
    """A heading; or the lecture's line, the equation, its number, and a check if it has run. `layers` is L."""
    styles, marks, planned = palette.bg, glyphs(palette.ascii), entry.planned
    if planned is None:
        return [fit(segments([(entry.heading, styles.faint)], palette.ascii), width, styles.blank)]
    ran, here = entry.place < progress.ran, entry.place == progress.here
    style = styles.accent_bold if here else styles.fg if ran else styles.faint
    quiet = styles.muted if ran else style
    first, *further = _lines(planned, width, form, palette.ascii)
    left: list[StyledText] = [(f"{marks.mark if here else ' '}{planned.line or '':>2} ", style), (first, style)]
    if form == "words" or (form == "lecture" and _of_optimizer(planned)):
        left += [(" " * (8 - cell_len(first)) + f" {equation_word(planned, layers)}", quiet)]
    number = f"({planned.number})" if planned.number else ""
    right: list[StyledText] = [(f"{number:>{_NUMBER}}", quiet), (f" {marks.check if ran else ' '}", styles.accent)]
    lines = [_apart(left, right if number else right[1:], width, palette)]
    for text in further:
        continued = segments([(" " * (_PREFIX + _INDENT), styles.blank), (text, style)], palette.ascii)
        lines.append(fit(continued, width, styles.blank))
    return lines


def _apart(left: Sequence[StyledText], right: Sequence[StyledText], width: int, palette: Palette) -> Strip:
    """Parts at the left and at the right of a line."""
    first, last = (segments(parts, palette.ascii) for parts in (left, right))
    taken = sum(segment.cell_length for segment in (*first, *last))
    gap = segments([(" " * max(0, width - taken), palette.bg.blank)], False)
    return fit([*first, *gap, *last], width, palette.bg.blank)


def _of_optimizer(planned: PlannedEquation) -> bool:
    """Whether an equation isn't the lecture's but the optimiser's."""
    return planned.line is None and planned.symbol != "J"


def _text(planned: PlannedEquation, form: Form, ascii: bool) -> str:
    """The equation, or its symbol alone, as the terminal can show it."""
    whole = form == "equations" or (form == "lecture" and not _of_optimizer(planned))
    return displayed(planned_equation_text(planned) if whole else planned.symbol, ascii)


def _behind(planned: PlannedEquation) -> int:
    """The cells right of an equation's first line."""
    return _CHECK + (_NUMBER if planned.number else 0)


def _lines(planned: PlannedEquation, width: int, form: Form, ascii: bool) -> list[str]:
    """The equation on as many lines as it takes. The first leaves room for the number, the next ones are indented."""
    lines, room = [""], width - _PREFIX - _behind(planned)
    for piece in _pieces(_text(planned, form, ascii), width - _PREFIX - _INDENT):
        longer = f"{lines[-1]} {piece}" if lines[-1] else piece
        if cell_len(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(piece)
            room = width - _PREFIX - _INDENT
    return lines


def _pieces(text: str, most: int) -> list[str]:
    """An equation in pieces between which a line may end: before a sign, not within parentheses or behind log.

    Only where a piece has more than `most` cells, a line may end at each blank in it.
    """
    pieces: list[str] = []
    for word in text.split(" "):
        before = pieces[-1] if pieces else ""
        if before in _SIGNS or before.endswith(("log", "[Y")) or before.count("(") > before.count(")"):
            pieces[-1] = f"{before} {word}"
        else:
            pieces.append(word)
    return [part for piece in pieces for part in (piece.split(" ") if cell_len(piece) > most else [piece])]
