"""The best objective so far over the epochs, one curve a trial."""

from collections.abc import Mapping

from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import _, pgettext
from core.sweeps.saved.records import TrialRecord
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.trial_table import BEST, ENDED_BADLY, NOT_ENDED
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.plot.plot import plot
from tui_mlp.render.plot.series import Series
from tui_mlp.render.strips import StyledText
from tui_mlp.text.glyphs import glyphs

from .trial_styles import letter_style, not_ended_word

MOST_ARROWS = 8
"""The most trials in training for which each curve has a mark at its end."""


def curves_plot(
    trials: DrawnTrials,
    curves: Mapping[int, Array],
    width: int,
    height: int,
    palette: Palette,
    *,
    log: bool,
    log_epochs: bool,
    reading: int | None,
) -> list[Strip]:
    """`height` strips of `width` cells. `curves` are the best figures so far by trial, (n, 2).

    Pruned trials are dotted. The best, the marked ones and that in focus have their numbers or letters at their ends.
    """
    series = []
    arrows = len(trials.table.not_ended) <= MOST_ARROWS
    for row in reversed(trials.order):
        trial = trials.records[row]
        table = curves.get(trial.trial)
        if table is None or not len(table):
            continue
        label = curve_label(trial, trials)
        if not label and arrows and trial.state in NOT_ENDED:
            label = glyphs(palette.ascii).training[0]
        style, dotted = curve_style(trial, trials, palette), trial.state in ENDED_BADLY
        behind = BEST - int(trials.levels[row])
        character = curve_character(trial, trials, palette)
        series.append(Series(table[:, 1], style, dotted, label, table[:, 0], behind, character))
    hint = _("No epoch has been evaluated yet.")
    return plot(series, width, height, palette, log=log, log_epochs=log_epochs, reading=reading, hint=hint)


def curve_label(trial: TrialRecord, trials: DrawnTrials) -> str:
    """What stands at the end of a trial's curve: its letter, or its number if it is the best or in focus."""
    return trials.letters.get(trial.trial, "") or (str(trial.trial) if trials.is_special(trial.trial) else "")


def curve_style(trial: TrialRecord, trials: DrawnTrials, palette: Palette) -> Style:
    """The style of a trial's curve."""
    styles, letter = palette.bg, trials.letters.get(trial.trial, "")
    if trial.trial in trials.best:
        return styles.accent
    if letter:
        return letter_style(letter, palette)
    if trial.trial == trials.focus:
        return styles.fg
    if trial.state in NOT_ENDED:
        return styles.validation
    return styles.border if trial.state in ENDED_BADLY else styles.muted


def curve_character(trial: TrialRecord, trials: DrawnTrials, palette: Palette) -> str:
    """What a trial's curve is drawn with where there is no colour; empty for those that ended as any other."""
    marks = glyphs(palette.ascii)
    if trial.trial in trials.best:
        return marks.best_point
    if trial.trial in trials.letters:
        return trials.letters[trial.trial]
    if trial.trial == trials.focus:
        return marks.here
    return marks.training[0] if trial.state in NOT_ENDED else ""


def curves_legend(
    trials: DrawnTrials, curves: Mapping[int, Array], palette: Palette, gap: str, words: bool = True
) -> list[StyledText]:
    """Samples of the curves: the best, those that have ended, that train, that were pruned; in words if they fit."""
    marks, styles = glyphs(palette.ascii), palette.bg
    states = {trials.table.states.get(trial, "") for trial in curves if not trials.is_special(trial)} - {""}
    entries = list[tuple[str, Style, str]]()
    if trials.best:
        name = str(min(trials.best)) if len(trials.best) == 1 else _("best")
        entries.append((marks.best_point if palette.brackets else marks.solid, styles.accent, name))
    if states - {*ENDED_BADLY, *NOT_ENDED}:
        entries.append((marks.solid, styles.muted, pgettext("trial", "finished")))
    if states & set(NOT_ENDED):
        entries.append((marks.training[0], styles.validation, not_ended_word(trials)))
    if states & set(ENDED_BADLY):
        entries.append((marks.dotted, styles.border, _("pruned")))
    parts = list[StyledText]()
    for place, (mark, style, word) in enumerate(entries):
        parts += [(gap if place else "", styles.muted), (mark, style)]
        if words or not place:
            parts.append((f" {word}", styles.muted))
    return parts
