"""A list of choices, of which one is the answer."""

from textual.strip import Strip

from core.exercises.session import is_right
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, fit, segments
from tui_mlp.text.glyphs import glyphs


def choice_lines(state: ExerciseState, asked: int, width: int, palette: Palette) -> list[Strip]:
    """A line for each choice: its number, the choice in words or as an equation, and a mark once it was tried."""
    form, styles, marks = state.form, palette.bg, glyphs(palette.ascii)
    right = is_right(state.session.verdicts(state.session.present)[asked])
    lines = list[Strip]()
    for place, choice in enumerate(form.question.asked[asked].choices):
        chosen = right and choice == form.given[asked]
        focused = asked == form.here and place == form.choice and form.chosen and not state.done
        wrong = choice in form.wrong[asked]
        style = styles.on_accent if focused else styles.faint if wrong else styles.accent_bold if chosen else styles.fg
        mark = marks.check if chosen else marks.error if wrong else marks.mark if focused else " "
        text = f" {mark} {place + 1}  {clipped(form.question.choice_text(choice), width - 8, palette.ascii)} "
        parts: list[StyledText] = [(text, style)]
        lines.append(fit(segments(parts, palette.ascii), width, styles.blank))
    return lines
