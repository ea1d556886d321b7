"""The footer of the Sweep view."""

from textual.reactive import reactive

from core.support.i18n import _
from core.sweeps.saved.records import ENDED, READY
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.widgets.footer import Footer


class SweepFooter(Footer):
    """The keys of the sweep first, then those of every view."""

    selection: reactive[SweepSelection] = reactive(SweepSelection(), repaint=False, init=False)

    def watch_selection(self, before: SweepSelection, selection: SweepSelection) -> None:
        """Draw it where the keys have changed."""
        if (before.state, before.sweep, bool(before.rows)) != (selection.state, selection.sweep, bool(selection.rows)):
            self.redraw()

    def dropped(self) -> tuple[str, ...]:
        """The keys to leave out where there is no room, the least important first."""
        return ("space", "e", "z", "q", "tab", "c", "^p", "o", self.view_keys, "+ -", "k")

    def keys(self) -> list[tuple[str, str]]:
        """Keys and what they do; for p, what it would do now."""
        selection, keys = self.selection, list[tuple[str, str]]()
        if selection.sweep is None:
            keys.append(("o", _("Open")))
        elif selection.state != ENDED:
            word = _("Pause") if selection.can_pause else _("Start") if selection.state == READY else _("Go on")
            keys.append(("p", word))
        if selection.rows:
            keys += [("enter", _("Open")), ("x", _("Mark"))]
            keys += [("+ -", _("Workers")), ("k", _("Stop"))] if selection.lives and selection.state != ENDED else []
        if selection.sweep is not None:
            keys.append(("c", _("Other sweep")))
        everywhere = ("space", self.view_keys, "tab", "z", "?", "^p", "q")
        training = super().keys()
        return [*keys, *(pair for pair in training if pair[0] in everywhere)]
