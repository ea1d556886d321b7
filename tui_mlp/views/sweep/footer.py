"""The footer of the Sweep view."""

from textual.reactive import reactive

from core.support.i18n import _
from core.sweeps.saved.records import ENDED, READY
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.widgets.footer import Footer
from tui_mlp.widgets.pane import Pane

from .trial_keys import TrialKeys
from .worker_keys import WorkerKeys


class SweepFooter(Footer):
    """The keys of the sweep first, then those of every view."""

    selection: reactive[SweepSelection] = reactive(SweepSelection(), repaint=False, init=False)

    pane: reactive[Pane | None] = reactive(None, repaint=False, init=False)
    """The pane in focus; None until one has been."""

    def watch_pane(self) -> None:
        """Draw the keys of another pane."""
        self.redraw()

    def watch_selection(self, before: SweepSelection, selection: SweepSelection) -> None:
        """Draw it where the keys have changed."""
        if shown_of(before) != shown_of(selection):
            self.redraw()

    def dropped(self) -> tuple[str, ...]:
        """The keys to leave out where there is no room, the least important first."""
        return ("space", "e", "z", "c", "+ -", "q", "^p", "o", self.view_keys, "k", "tab")

    def keys(self) -> list[tuple[str, str]]:
        """Keys and what they do in the pane in focus; for p, what it would do now."""
        selection, pane, keys = self.selection, self.pane, list[tuple[str, str]]()
        goes_on = selection.lives and selection.state != ENDED
        if selection.sweep is None:
            keys.append(("o", _("Open")))
        elif selection.state != ENDED:
            word = _("Pause") if selection.can_pause else _("Start") if selection.state == READY else _("Go on")
            keys.append(("p", word))
        if selection.rows and (pane is None or isinstance(pane, TrialKeys)):
            keys += [("enter", _("Open")), ("x", _("Mark"))]
        if goes_on and (pane is None or isinstance(pane, WorkerKeys)):
            keys.append(("+ -", _("Workers")))
        if goes_on and selection.rows:
            keys.append(("k", _("Stop")))
        if selection.sweep is not None:
            keys.append(("c", _("Other sweep")))
        everywhere = ("space", self.view_keys, "tab", "z", "?", "^p", "q")
        training = super().keys()
        return [*keys, *(pair for pair in training if pair[0] in everywhere)]


def shown_of(selection: SweepSelection) -> tuple[object, ...]:
    """What the keys depend on."""
    return selection.state, selection.lives, selection.sweep, bool(selection.rows)
