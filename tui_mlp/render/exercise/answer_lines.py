"""What is said on an answer: its verdict, the slip in numbers, hints with their price."""

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from core.exercises.explaining.slip_working import WorkingLine
from core.exercises.session import is_right
from core.exercises.verdict import Verdict
from core.exercises.worksheets.facts import facts_of
from core.support.i18n import _
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.models.exercise.shown_operands import shows_equation
from tui_mlp.render.cell_text import displayed, wrapped_lines
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText
from tui_mlp.render.word_wrap import line, sentences, wrapped
from tui_mlp.text.exercise.words import asked_words, cost_text, hint_name, verdict_word
from tui_mlp.text.glyphs import glyphs


def answer_lines(state: ExerciseState, width: int, room: int, palette: Palette) -> list[Strip]:
    """All lines: the last answers and what they are worth, then the hints; set apart where there is room.

    Where there is room below them, what is known of the network without a hint.
    """
    said, offer = verdict_lines(state, width, palette), hint_offer(state, width, palette)
    parts = [part for part in (said, offer, hints_taken(state, width, palette)) if part]
    if sum(map(len, parts)) + len(parts) - 1 > room:
        return [one for part in parts for one in part]
    blank = line([], width, palette)
    lines = [one for part in parts for one in (blank, *part)][1:]
    known = known_lines(state, width, palette)
    return [*lines, blank, *known] if len(lines) + 1 + len(known) <= room else lines


def known_lines(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """The exercise's title, and facts of its network: its functions, its loss, the optimiser."""
    texts = (state.session.exercise.title, *facts_of(state.session))
    return [one for text in texts if text for one in wrapped([(text, palette.bg.muted)], width, palette)]


def verdict_lines(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """The answers that were checked last, those that aren't right first; or why nothing was checked."""
    styles, place = palette.bg, state.session.present
    if state.feedback.problem:
        return whole_lines(state.feedback.problem, styles.warn, width, palette)
    verdicts = state.session.verdicts(place)
    shown = sorted(state.feedback.asked, key=lambda asked: is_right(verdicts[asked]))
    lines = list[Strip]()
    for asked in shown:
        verdict = verdicts[asked]
        if verdict is not None:
            lines += [
                verdict_line(state, asked, verdict, width, palette),
                *reason(state, asked, verdict, width, palette),
            ]
    if state.done:
        lines.append(line([("↵ ", styles.accent_bold), (_("goes on"), styles.fg)], width, palette))
    elif not shown and state.form.choices:
        lines += sentences(choosing_text(state), width, palette)
    return lines


def whole_lines(text: str, style: Style, width: int, palette: Palette) -> list[Strip]:
    """A text on as many lines as it takes; paths that are longer than a line are broken, not cut."""
    return [line([(part, style)], width, palette) for part in wrapped_lines(displayed(text, palette.ascii), width)]


def choosing_text(state: ExerciseState) -> str:
    """How one chooses, and what a wrong choice costs."""
    if state.form.picks_cell:
        return _("arrows go to the wrong value, enter chooses it; a wrong choice costs half a point")
    return _("↑↓ or a digit, then enter; a wrong choice costs half a point")


def verdict_line(state: ExerciseState, asked: int, verdict: Verdict, width: int, palette: Palette) -> Strip:
    """The answer, and its verdict in words: ✗ Δ(2)[1,1] = 0.3722   not yet."""
    styles, marks, form, right = palette.bg, glyphs(palette.ascii), state.form, is_right(verdict)
    one = form.question.asked[asked]
    mark = (marks.check, styles.accent_bold) if right else (marks.error, styles.warn)
    text = (
        form.question.choice_text(form.given[asked])
        if one.choices
        else f"{asked_words(form.question, asked)} = {form.given[asked]}"
    )
    word = (verdict_word(verdict), styles.accent_bold if right else styles.warn)
    return line([mark, (f" {text}   ", styles.strong), word], width, palette)


def reason(state: ExerciseState, asked: int, verdict: Verdict, width: int, palette: Palette) -> list[Strip]:
    """Why an answer counts though it isn't the value, or what one gets by the slip that was made."""
    place = state.session.present
    if verdict.word == "follow-through":
        return sentences(_("Right by your own numbers before it, so it counts in full."), width, palette)
    if verdict.word == "slip":
        said = wrapped([(state.session.slip_text(place, asked), palette.bg.fg)], width, palette)
        return [*said, *working_lines(state.session.slip_working(place, asked), width, palette)]
    if verdict.word != "wrong":
        return []
    if state.form.question.kind == "value":
        return sentences(_("It isn't the value, and none of the known slips gives it."), width, palette)
    return sentences(_("That cost half a point of this question."), width, palette)


def working_lines(working: tuple[WorkingLine, ...], width: int, palette: Palette) -> list[Strip]:
    """The numbers, = and the value, and what it is, in columns; on two lines each where they don't fit."""
    if not working:
        return []
    styles = palette.bg
    numbers = [displayed(one.numbers, palette.ascii) for one in working]
    values = max(len(one.value) for one in working)
    words = max(cell_len(displayed(one.words, palette.ascii)) for one in working)
    room = width - 2 - values - words - 6
    wide, lines = max(map(cell_len, numbers)), list[Strip]()
    for one, text in zip(working, numbers, strict=True):
        value: list[StyledText] = [("= ", styles.muted), (f"{one.value:<{values}}", styles.strong)]
        value.append((f"   {one.words}", styles.muted))
        if wide <= room:
            lines.append(line([("  ", styles.blank), (f"{text:<{wide}} ", styles.fg), *value], width, palette))
        else:
            lines += wrapped([("  ", styles.blank), (text, styles.fg)], width, palette)
            lines.append(line([("    ", styles.blank), *value], width, palette))
    return lines


def hint_offer(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """The hints that were taken, and the next one, each with its price."""
    session, styles, marks = state.session, palette.bg, glyphs(palette.ascii)
    place, taken = session.present, session.hints(session.present)
    cost = session.next_hint_cost
    if state.done or not session.exercise.hints:
        return []
    parts: list[StyledText] = [("h ", styles.accent_bold), (_("hint"), styles.fg)]
    for hint in taken:
        name = hint_name(session.questions[place], hint.number)
        parts += [("   ", styles.blank), (f"{marks.check} ", styles.accent_bold)]
        parts += [(f"{name} {cost_text(hint.cost)}", styles.muted)]
    if cost is not None:
        text = _("next: {} {}").format(hint_name(session.questions[place], len(taken) + 1), cost_text(cost))
        parts += [("   ", styles.blank), (text, styles.fg)]
    return wrapped(parts, width, palette)


def hints_taken(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """The hints' texts, the newest first: it is what was asked for last."""
    lines, hints = list[Strip](), state.session.hints(state.session.present)
    if len(hints) > 1 and shows_equation(state.session, state.session.present):
        hints = hints[1:]  # the equation stands above its operands
    for hint in reversed(hints):
        for number, text in enumerate(hint.text.splitlines()):
            mark = f"{hint.number}  " if number == 0 else "   "
            lines += wrapped([(mark, palette.bg.accent_bold), (text, palette.bg.fg)], width, palette)
    return lines
