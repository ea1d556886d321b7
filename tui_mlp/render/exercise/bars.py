"""The header, the score line and the footer of an exercise."""

from textual.strip import Strip

from core.exercises.session import ExerciseSession
from core.support.i18n import _
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.render.bar import bar, groups_that_fit, key_bar
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.text.exercise.lines import points_text
from tui_mlp.text.exercise.words import cost_text
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .so_far import point_mark
from .styled_text import with_values

MOST_APART = 14
"""Questions whose marks stand apart; those of more stand close together."""
DROPPED = ("y", "[ ]", "^p", "w", "?", "a")
"""The keys that are left out where there is no room, the least important first."""


def header_line(state: ExerciseState, width: int, palette: Palette) -> Strip:
    """Which question it is, the exercise and its network; at the right the place in training."""
    session, styles, marks = state.session, palette.panel, glyphs(palette.ascii)
    if session.finished:
        text = _("exercise finished")
    else:
        text = _("exercise {} of {}").format(session.present + 1, session.of)
    context = session.steps[0 if session.finished else session.question.step].context
    batches = -(-context.examples // (session.exercise.experiment.training.batch_size or context.examples))
    place: list[StyledText] = [(_("epoch {}").format(count(context.epoch)), styles.strong)]
    place += [("  ", styles.blank), (_("batch {}/{}").format(count(context.batch), count(batches)), styles.muted)]
    sizes = "-".join(map(str, context.sizes))
    badge: StyledText = (f" {marks.exercise} {text} ", styles.on_accent)
    end: StyledText = (" ", styles.blank)
    room = width - cells_of([badge, *place, end], palette.ascii) - len(sizes) - 6
    name = clipped(session.exercise.name, max(8, room), palette.ascii)
    left: list[StyledText] = [badge, (f"  {name}", styles.strong), (f"  {sizes}", styles.fg)]
    functions = "  " + ", ".join(dict.fromkeys((*context.activations, context.output)))
    for shown in (place, place[:1] if batches == 1 else place):  # that there is one batch alone is known from m
        if cells_of([*left, *shown, end], palette.ascii) + len(functions) < width:
            return bar([*left, (functions, styles.muted)], [*shown, end], width, styles, palette.ascii)
    return bar(left, [*place, end], width, styles, palette.ascii)


def score_line(state: ExerciseState, width: int, palette: Palette) -> Strip:
    """The score, a mark for each question, then tries and hints so far, and the seed."""
    session, styles = state.session, palette.bg
    hints = [len(session.hints(place)) for place in range(session.of)]
    paid = sum(hint.cost for place in range(session.of) for hint in session.hints(place))
    score = with_values(
        _("score {} of {}"), styles.muted, (points_text(session.score), styles.strong), (str(session.of), styles.muted)
    )
    pointed = [(f" {glyphs(palette.ascii).pointer} {state.pointed} ", styles.on_accent)] if state.pointed else []
    groups = [
        *([pointed] if pointed else []),
        score,
        question_marks(session, palette, " " if session.of <= MOST_APART else ""),
    ]
    if not session.finished:
        tries = sum(session.tries(session.present))
        groups.append(with_values(_("tries {}"), styles.muted, (str(tries), styles.strong)))
    taken = with_values(_("hints {}"), styles.muted, (str(sum(hints)), styles.strong))
    groups.append([*taken, (f" ({cost_text(paid)})", styles.muted)] if paid else taken)
    if session.exercise.seed is not None:
        groups.append([(_("seed {}").format(session.exercise.seed), styles.muted)])
    return bar(groups_that_fit(groups, width, styles, palette.ascii), [], width, styles, palette.ascii)


def question_marks(session: ExerciseSession, palette: Palette, gap: str) -> list[StyledText]:
    """A mark for each question: ■ a whole point, ◧ part of one, × none, ▸ the present one, □ to come."""
    styles, marks = palette.bg, glyphs(palette.ascii)
    parts = list[StyledText]()
    for place in range(session.of):
        here = place == session.present
        mark = marks.mark if here else point_mark(session, place, marks) if place < session.reached else ""
        style = styles.accent_bold if here or session.is_right(place) else styles.warn if mark else styles.muted
        parts.append((f"{mark or marks.point_to_come}{gap if place < session.of - 1 else ''}", style))
    return parts


def footer_line(state: ExerciseState, width: int, palette: Palette) -> Strip:
    """The keys that work now."""
    if state.finished:
        keys = [("↵", _("Answer it again"))] if state.open_questions else []
        keys += [("a", _("Other exercise")), ("w", _("Other weights"))]
    else:
        keys = [("↵", _("Go on") if state.done else _("Choose") if state.form.choices else _("Check"))]
        keys += [] if state.done or state.session.next_hint_cost is None else [("h", _("Hint"))]
        keys += [] if state.done else [("k", _("Skip"))]
        keys += [("[ ]", _("Earlier"))] if len(state.open_questions) > 1 else []
        keys += [("a", _("Other exercise"))]
    keys += [("P", _("Pointer"))] if palette.spaced and not state.finished else []
    keys += [("y", _("Copy")), ("?", _("Help")), ("^p", _("Menu")), ("esc", _("Leave"))]
    return key_bar(keys, DROPPED, width, palette.panel, palette.ascii)
