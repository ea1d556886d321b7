"""The page at the end of an exercise: score, questions, what to hand in, what next."""

from textual.geometry import Region
from textual.strip import Strip

from core.support.i18n import _, ngettext
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.frame import frame, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import fill
from tui_mlp.render.word_wrap import line, sentences, wrapped
from tui_mlp.text.exercise.lines import points_text

from .answer_lines import whole_lines
from .question_part import Drawn, Place
from .so_far import question_line
from .styled_text import with_values


def finished_page(state: ExerciseState, focused: int, width: int, height: int, palette: Palette) -> Drawn:
    """The whole body; the question at `focused` is marked, and the list is scrolled to it."""
    wide, high = inner_size(width, height)
    session, slips = state.session, state.slips_made
    above, below = head_lines(state, wide, palette), foot_lines(state, wide, palette)
    if len(above) + len(below) + min(3, session.of) > high:  # what to hand in goes before what next
        below = hand_in_lines(state, wide, palette)
    room = max(1, high - len(above) - len(below))
    rows = [
        question_line(session, place, slips, wide, palette, focused=place == focused and bool(state.open_questions))
        for place in range(session.of)
    ]
    top = scrolled(len(rows), room, 0, focused)
    shown = rows[top : top + room]
    places = [
        Place(Region(0, 1 + len(above) + place, width, 1), "question", top + place) for place in range(len(shown))
    ]
    gap = fill([], wide, max(0, min(1, high - len(above) - len(shown) - len(below))), palette.bg.blank)
    title = session.exercise.title or session.exercise.name
    body = [*above, *shown, *gap, *below]
    return Drawn(frame(body, width, height, palette, title=title, focused=True), places)


def head_lines(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """The score, and how many questions are right."""
    styles, session = palette.bg, state.session
    right = sum(map(session.is_right, range(session.of)))
    points, of = (points_text(session.score), styles.accent_bold), (str(session.of), styles.fg)
    score = with_values(_("score {} of {}"), styles.fg, points, of)
    told = ngettext("{} of {} question is right", "{} of {} questions are right", session.of)
    score.append((f"   {told.format(right, session.of)}", styles.muted))
    if state.saved.student:
        score += [("   ", styles.blank), (_("student {}").format(state.saved.student), styles.muted)]
    return [line([], width, palette), *wrapped(score, width, palette), line([], width, palette)]


def foot_lines(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """What to hand in, and what next."""
    blank = line([], width, palette)
    return [*hand_in_lines(state, width, palette), blank, *next_lines(state, width, palette)]


def hand_in_lines(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """Where the session is saved, and the last digest."""
    styles = palette.bg
    saved = whole_lines(_("saved in {}").format(state.saved.folder.path), styles.fg, width, palette)
    noted = _("to hand in: this folder; whoever marks it notes the last digest {}").format(state.saved.digest)
    return [*saved, *whole_lines(noted, styles.fg, width, palette)]


def next_lines(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """What can be done now."""
    texts = list[str]()
    if state.open_questions:
        texts.append(_("↑↓ and enter: answer a question that isn't right yet once more"))
    texts.append(_("a: another exercise; w: this one again, with other weights"))
    return sentences("\n".join(texts), width, palette)
