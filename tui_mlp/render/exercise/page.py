"""The whole exercise screen, for any size: list, question, answer, what is done so far."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Region
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.frame import rule
from tui_mlp.render.strips import fill, fit
from tui_mlp.text.exercise.lines import points_text
from tui_mlp.text.glyphs import glyphs

from .answer_lines import answer_lines
from .bars import footer_line, header_line, score_line
from .equation_list import WIDE, WIDTH, equation_list
from .finished_page import finished_page
from .question_part import INDENT, Drawn, Place, QuestionPart, moved
from .so_far import question_line

LIST_FROM = 70
"""Columns from which the Algorithm list stands beside the question."""
BESIDE_FROM = 140
"""Columns from which the answer stands beside the question."""
WORDS_FROM = 110
"""Columns from which the list says what each equation computes, in a word."""
EXPLAINED_FROM = 30
"""Lines of the body from which the equation is explained in a sentence."""
LEAST_ANSWER = 7
"""Lines of the answer before a question too large for the screen is shortened."""
SO_FAR = ((24, 20), (16, 6), (0, 3))
"""Lines of answer and questions done so far, and how many of them the latter take at most from that height on."""


class Scrolled(NamedTuple):
    """What is scrolled: the answer by lines, large operands by rows and columns, the last page to a question."""

    answer: int = 0
    operands: tuple[int, int] = (0, 0)
    question: int = 0


def exercise_page(state: ExerciseState, width: int, height: int, palette: Palette, scroll: Scrolled) -> Drawn:
    """All lines of the screen."""
    header, footer = header_line(state, width, palette), footer_line(state, width, palette)
    body_height = max(0, height - 3)
    if state.finished:
        body = finished_page(state, scroll.question, width, body_height, palette)
    else:
        body = question_page(state, width, body_height, palette, scroll)
    lines = [header, *body.lines, score_line(state, width, palette), footer]
    return Drawn(fill(lines, width, height, palette.bg.blank), moved(body.places, 0, 1))


def question_page(state: ExerciseState, width: int, height: int, palette: Palette, scroll: Scrolled) -> Drawn:
    """The list at the left; right of it the question above the answer, or beside it where there is room."""
    beside = width >= LIST_FROM
    left = (WIDE if width >= WORDS_FROM else WIDTH) + 1 if beside else 0
    room = width - left
    wide = room // 2 if width >= BESIDE_FROM else room
    part = QuestionPart(state, wide, palette, scroll.operands, explains=height >= EXPLAINED_FROM)
    high = height if wide < room else height_of_question(part, state, height)
    question = part.draw(high)
    other = wide if wide == room else room - wide - 1
    below = answer_part(state, other, height if wide < room else height - high, palette, scroll.answer)
    if wide < room:
        right = beside_each_other([question.lines, below.lines], [wide, other], height, palette)
        places = [*question.places, *moved(below.places, wide + 1, 0)]
    else:
        right, places = [*question.lines, *below.lines], [*question.places, *moved(below.places, 0, high)]
    if beside:
        listed = equation_list(state.session, left - 1, height, palette)
        right = beside_each_other([listed, right], [left - 1, room], height, palette)
    return Drawn(right, moved(places, left, 0))


def height_of_question(part: QuestionPart, state: ExerciseState, height: int) -> int:
    """The lines of the question above the answer: all that it wants, if that leaves enough for the answer."""
    answer = min(LEAST_ANSWER, answer_height(state, part.width, part.palette))
    wanted = part.lines_wanted(True) if part.palette.spaced else height
    return max(1, min(wanted if wanted <= height - answer else part.lines_wanted(), height - answer))


def answer_height(state: ExerciseState, width: int, palette: Palette) -> int:
    """The lines of the answer that say everything, with its rule."""
    return 1 + len(answer_lines(state, max(1, width - INDENT), 0, palette))


def so_far_height(state: ExerciseState, height: int, answer: int) -> int:
    """The lines of what is done so far, with its rule, in what the answer leaves; none before anything is done."""
    most = next(lines for least, lines in SO_FAR if height >= least)
    wanted = min(most, 1 + len(others_done(state)), height - answer)
    return wanted if others_done(state) and wanted > 1 else 0


def others_done(state: ExerciseState) -> list[int]:
    """The questions that were left, by index, but for the present one."""
    return [place for place in range(state.reached) if place != state.session.present]


def answer_part(state: ExerciseState, width: int, height: int, palette: Palette, scroll: int) -> Drawn:
    """The answer with its hints, and below it what is done so far."""
    session = state.session
    done = so_far_height(state, height, min(answer_height(state, width, palette), height))
    room = max(0, height - done - 1)
    blank = Strip.blank(INDENT, palette.bg.blank)
    said = [Strip([*blank, *one]) for one in answer_lines(state, max(1, width - INDENT), room, palette)]
    top = max(0, min(scroll, len(said) - room))
    left = max(0.0, 1 - session.paid(session.present))
    facts = _("{} of 1 left").format(points_text(left))
    if top or len(said) > top + room:
        marks = glyphs(palette.ascii)
        more = (marks.up if top else "") + (marks.down if len(said) > top + room else "")
        facts = _("{} pgup pgdn   {}").format(more, facts)
    lines = [rule(width, palette, title=_("Your answer"), facts=facts)]
    lines += fill(said[top : top + room], width, room, palette.bg.blank)
    if not done:
        return Drawn(fill(lines, width, height, palette.bg.blank), [])
    return so_far_below(state, lines, width, height, done, palette)


def so_far_below(
    state: ExerciseState, lines: list[Strip], width: int, height: int, done: int, palette: Palette
) -> Drawn:
    """The lines, and under a rule the questions that were left last."""
    session, slips = state.session, state.slips_made
    points = sum(map(session.points, others_done(state)))
    shown = others_done(state)[-(done - 1) :] if done > 1 else []
    facts = _("{} of {}").format(points_text(points), len(others_done(state)))
    lines = [*lines, rule(width, palette, title=_("So far"), facts=facts)]
    places = [Place(Region(0, len(lines) + k, width, 1), "question", place) for k, place in enumerate(shown)]
    lines += [question_line(session, place, slips, width, palette) for place in shown]
    return Drawn(fill(lines, width, height, palette.bg.blank), places)


def beside_each_other(
    columns: Sequence[list[Strip]], widths: Sequence[int], height: int, palette: Palette
) -> list[Strip]:
    """Columns of lines with a blank between two."""
    style = palette.bg.blank
    filled = [fill(lines, wide, height, style) for lines, wide in zip(columns, widths, strict=True)]
    rows = zip(*filled, strict=True)
    width = sum(widths) + len(widths) - 1
    return [
        fit([one for k, strip in enumerate(row) for one in (*Strip.blank(min(k, 1), style), *strip)], width, style)
        for row in rows
    ]
