"""The questions that are behind one, with their points."""

from collections import Counter

from textual.strip import Strip

from core.exercises.session import ExerciseSession, is_right
from core.exercises.verdict import SlipName
from core.support.i18n import _
from tui_mlp.render.cell_text import clipped, cut, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.render.word_wrap import line
from tui_mlp.text.exercise.words import hints_words, question_words, slip_words
from tui_mlp.text.glyphs import Glyphs, glyphs

MOST_CELLS = 24
"""Cells of what a question asks."""


def question_line(
    session: ExerciseSession,
    place: int,
    slips: list[tuple[int, SlipName]],
    width: int,
    palette: Palette,
    focused: bool = False,
) -> Strip:
    """A question by its index: what it asked, its points, hints and slips."""
    styles, marks, points = palette.bg, glyphs(palette.ascii), session.points(place)
    words = tuple(question_words(one) for one in session.questions)
    wide = min(MOST_CELLS, widest(words, palette.ascii))
    right = session.is_right(place)
    start: StyledText = (f"{marks.mark if focused else ' '}{place + 1:>2} ", styles.accent_bold)
    parts = [start, (f"{cut(words[place], wide, palette.ascii)}  ", styles.strong if focused else styles.fg)]
    parts += [(f"{point_mark(session, place, marks)} {points:.2f}  ", styles.accent_bold if right else styles.warn)]
    room = width - cells_of(parts, palette.ascii) - 1
    return line(
        [*parts, (f" {clipped(said(session, place, slips), room, palette.ascii)}", styles.muted)], width, palette
    )


def said(session: ExerciseSession, place: int, slips: list[tuple[int, SlipName]]) -> str:
    """What there is to say on a question beside its points: hints, slips, what wasn't answered."""
    texts = [hints_words(len(session.hints(place)))]
    for slip, times in Counter(slip for question, slip in slips if question == place).items():
        texts.append(slip_words(slip, times))
    verdicts = session.verdicts(place)
    if not all(map(is_right, verdicts)):
        skipped = all(verdict is not None and verdict.word == "skipped" for verdict in verdicts)
        texts.append(_("skipped") if skipped else _("not right yet"))
    elif any(verdict is not None and verdict.word == "follow-through" for verdict in verdicts):
        texts.append(_("follow-through"))
    return ", ".join(filter(None, texts))


def point_mark(session: ExerciseSession, place: int, marks: Glyphs) -> str:
    """The mark of a question that was left: a whole point, part of one, or none."""
    points = session.points(place)
    return marks.whole_point if points > 0.995 else marks.part_of_point if points > 0 else marks.no_point
