"""The status line of the Sweep view."""

from textual.reactive import reactive
from textual.strip import Strip

from core.support.i18n import _, pgettext
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, PRUNED
from tui_mlp.models.sweep.key_texts import key_text, present_key
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.models.sweep.trial_figures import key_label, objective_of, objective_text
from tui_mlp.render.bar import bar, groups_that_fit
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.strips import StyledText
from tui_mlp.text.numbers import count
from tui_mlp.widgets.pointed_status import PointedStatus


class SweepStatusLine(PointedStatus):
    """One line on the sweep; the least important parts are left out where they don't fit."""

    selection: reactive[SweepSelection] = reactive(SweepSelection(), repaint=False, init=False)

    def watch_selection(self) -> None:
        """Draw the new selection at once."""
        self.redraw()

    def status(self, width: int, height: int) -> list[Strip]:
        """One line."""
        styles, ascii = self.palette.bg, self.palette.ascii
        return [bar(groups_that_fit(self.groups(width), width, styles, ascii), [], width, styles, ascii)]

    def groups(self, width: int) -> list[list[StyledText]]:
        """Parts that belong together, the most important first."""
        selection, styles = self.selection, self.palette.bg
        if selection.sweep is None:
            return []
        groups = [*self.problem_of_focus(width), *self.best()]
        states = [one.state for one in selection.ended]
        for state, word, always in (
            (FINISHED, pgettext("trials", "finished"), True),
            (PRUNED, pgettext("trials", "pruned"), selection.sweep.settings.pruner != "none"),
            (DIVERGED, pgettext("trials", "diverged"), False), (FAILED, pgettext("trials", "failed"), False),
        ):  # fmt: skip
            if always or state in states:
                groups.append([(f"{word} ", styles.muted), (count(states.count(state)), styles.strong)])
        if selection.status is not None:
            groups.append([(_("running "), styles.muted), (count(len(selection.training)), styles.strong)])
        for key in selection.sweep.space.keys:
            if key.key in selection.narrowing:
                narrowed = key_text(present_key(key, selection.narrowing))
                groups.append([(_("{} only ").format(key_label(key.key)), styles.warn), (narrowed, styles.strong)])
        settings = selection.sweep.settings
        for name, value in (
            (_("sampler "), settings.sampler), (_("pruner "), settings.pruner), (_("seed "), str(settings.seed)),
        ):  # fmt: skip
            groups.append([(name, styles.muted), (value, styles.strong)])
        return groups

    def problem_of_focus(self, width: int) -> list[list[StyledText]]:
        """Why the trial in focus failed or diverged; cut where it is longer than the line."""
        trial, styles = self.selection.trial, self.palette.bg
        if trial is None or not trial.problem:
            return []
        text = _("trial {}: {}").format(count(trial.trial), trial.problem)
        return [[(clipped(text, max(0, width - 1), self.palette.ascii), styles.bad)]]

    def best(self) -> list[list[StyledText]]:
        """The best trial, its objective and its epoch; of several objectives, how many trials none is better than."""
        selection, styles = self.selection, self.palette.bg
        if len(selection.objectives) > 1:
            front = len(selection.best)
            return [[(_("Pareto front "), styles.muted), (count(front), styles.accent_bold)]] if front else []
        found = next((one for one in selection.rows if one.trial in selection.best), None)
        if found is None:
            return []
        text = objective_text(selection.objectives[0], objective_of(found))
        place = _("trial {}, epoch {}").format(count(found.trial), count(found.best_epoch))
        return [[(_("best "), styles.muted), (text, styles.accent_bold), (f" {place}", styles.faint)]]
