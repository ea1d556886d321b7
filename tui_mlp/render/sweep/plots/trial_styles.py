"""The character and the style of a trial in the plots."""

from typing import NamedTuple

from rich.style import Style

from core.support.i18n import _, pgettext
from core.sweeps.saved.records import TRAINING, TrialRecord
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.models.sweep.plots.trial_table import ENDED_BADLY, NOT_ENDED
from tui_mlp.models.sweep.trial_figures import setting_text
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.text.glyphs import UNICODE, glyphs

MOST_COLOURS = len(UNICODE.finished_points)
"""As many values of a key have a shape and a colour of their own."""


class TrialMark(NamedTuple):
    """The character of a trial and its style."""

    glyph: str
    style: Style


def value_styles(palette: Palette) -> tuple[Style, ...]:
    """The styles of a key's values, in the order of its list; none of them is the accent of the best trial."""
    styles = palette.bg
    return styles.pos, styles.neg, styles.validation, styles.warn, styles.fg


def letter_style(letter: str, palette: Palette) -> Style:
    """The style of a marked trial, as of a marked run."""
    return palette.runs[(ord(letter) - ord("a")) % len(palette.runs)]


def trial_mark(trial: TrialRecord, trials: DrawnTrials, colours: TrialAxis | None, palette: Palette) -> TrialMark:
    """How a trial is drawn as a point.

    A marked one has its letter, the best one a shape of its own; the one in focus is inverse.
    """
    marks, styles = glyphs(palette.ascii), palette.bg
    letter = trials.letters.get(trial.trial, "")
    if letter:
        glyph, style = letter, bold(letter_style(letter, palette))
    elif trial.trial in trials.best:
        glyph, style = marks.best_point, styles.accent_bold
    else:
        place = colours.place_of(trial.settings.get(colours.name)) if colours else 0.0
        known = place == place  # a trial that lacks this key is drawn as those of a sweep without lists
        number = int(place) if known else 0
        own = value_styles(palette)[number % MOST_COLOURS] if colours and known else styles.fg
        if trial.state in NOT_ENDED:
            glyph, style = marks.training[0], own
        elif trial.state in ENDED_BADLY:
            glyph, style = marks.pruned_points[number % MOST_COLOURS], own if colours and known else styles.muted
        else:
            glyph, style = marks.finished_points[number % MOST_COLOURS], own
    return TrialMark(glyph, styles.on_accent if trial.trial == trials.focus else style)


def points_legend(trials: DrawnTrials, colours: TrialAxis | None, width: int, palette: Palette) -> list[StyledText]:
    """What shapes and colours mean, as much as fits in `width` cells: values of the key, pruned, in training."""
    marks, muted, ascii = glyphs(palette.ascii), palette.bg.muted, palette.ascii
    entries = list[list[StyledText]]()
    if colours is not None:
        for number, value in enumerate(colours.choices):
            glyph = marks.finished_points[number % MOST_COLOURS]
            text = displayed(setting_text(colours.name, value), ascii)
            entries.append([(glyph, value_styles(palette)[number % MOST_COLOURS]), (f" {text}", muted)])
    if len(trials.best) > 1:
        entries.append([(marks.best_point, palette.bg.accent_bold), (" " + _("Pareto front"), muted)])
    if trials.table.has_pruned:
        entries.append([(marks.pruned_points[0], muted), (" " + _("pruned"), muted)])
    if trials.table.not_ended:
        entries.append([(marks.training[0], muted), (f" {not_ended_word(trials)}", muted)])
    for gap in ("   ", "  ", " "):
        found = list[StyledText]()
        for entry in entries:
            found += [*([(gap, muted)] if found else []), *entry]
        if cells_of(found, ascii) <= width:
            return found
    return _fitting(entries, width, ascii)


def not_ended_word(trials: DrawnTrials) -> str:
    """What the trials do that have begun and not ended: where the sweep has stopped, they wait."""
    training = any(trial.state == TRAINING for trial in trials.table.not_ended)
    return pgettext("trial", "training") if training else _("waiting")


def _fitting(entries: list[list[StyledText]], width: int, ascii: bool) -> list[StyledText]:
    """The first of the entries, as many as fit."""
    found = list[StyledText]()
    for entry in entries:
        longer = [*found, *([(" ", entry[-1][1])] if found else []), *entry]
        if cells_of(longer, ascii) > width:
            break
        found = longer
    return found
