"""The status line of the Runs view: the run in focus, its best loss, its note."""

from textual.reactive import reactive
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.run_columns import short_time
from tui_mlp.models.run_differences import curve_figure_text, quantity_label
from tui_mlp.models.runs_browser import RunsSelection
from tui_mlp.render.bar import bar, groups_that_fit
from tui_mlp.render.strips import StyledText
from tui_mlp.text.numbers import count, plain_number
from tui_mlp.widgets.pointed_status import PointedStatus


class RunsStatus(PointedStatus):
    """One line on the run in focus; the least important parts are left out where they don't fit."""

    selection: reactive[RunsSelection] = reactive(RunsSelection(), repaint=False, init=False)

    def watch_selection(self) -> None:
        """Draw the new selection at once."""
        self.redraw()

    def status(self, width: int, height: int) -> list[Strip]:
        """One line."""
        styles, ascii = self.palette.bg, self.palette.ascii
        return [bar(groups_that_fit(self.groups(), width, styles, ascii), [], width, styles, ascii)]

    def groups(self) -> list[list[StyledText]]:
        """Parts that belong together, the most important first."""
        run, styles = self.selection.run, self.palette.bg
        if run is None:
            return []
        groups: list[list[StyledText]] = [[(run.folder.name, styles.fg)]]
        groups += self.reading()
        best, epoch = run.summary.best_validation_loss, run.summary.best_epoch
        if best is not None:
            groups.append([(_("best validation "), styles.muted), (plain_number(best), styles.strong)])
            if epoch:
                groups[-1].append((_(" at epoch {}").format(count(epoch)), styles.faint))
        groups.append([(_("saved "), styles.muted), (short_time(run.summary.saved), styles.fg)])
        if run.writer is not None and not run.is_own:
            groups.append([(_("open in another program"), styles.accent)])
        if run.label.note:
            groups.append([(run.label.note, styles.muted)])
        return groups

    def reading(self) -> list[list[StyledText]]:
        """The figure of the run in focus at the epoch that is read."""
        selection, styles = self.selection, self.palette.bg
        here = next(
            (compared_run for compared_run in selection.compared if compared_run.run.folder.name == selection.focus),
            None,
        )
        if selection.epoch is None or here is None:
            return []
        found = here.value_at(selection.quantity, selection.epoch)
        if found is None:
            return []
        return [
            [
                (f"{quantity_label(selection.quantity, here.is_r2(selection.quantity))} ", styles.muted),
                (curve_figure_text(here, selection.quantity, found[1]), styles.strong),
            ],
            [(_("epoch {}").format(count(found[0])), styles.muted)],
        ]
