"""The footer of the Step view."""

from core.support.i18n import _, translated
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.footer import Footer
from tui_mlp.widgets.header import ALL_VIEWS_FROM


class StepFooter(Footer):
    """The common footer with the keys that only this view has.

    Where the header names this view alone, the way back to the first one has an entry of its own.
    """

    def dropped(self) -> tuple[str, ...]:
        """The keys left out first where there is no room: those that train go before those that step."""
        return ("^s", "< >", "z", "R", "r", "q", "B", "d", "y", self.view_keys, "n", "e", "tab", "S", "b", "1")

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether both or none show one example alone."""
        return bool(before.stepping.alone) == bool(snapshot.stepping.alone)

    def keys(self) -> list[tuple[str, str]]:
        """The common keys, with undoing an equation, example, copy and breakpoints after `s`.

        While one example alone is shown, also the way back to the view that it was opened in.
        """
        keys = super().keys()
        place = 1 + next((place for place, (key, _word) in enumerate(keys) if key == "s"), 0)
        keys[place:place] = [
            ("S", _("Back")),
            ("e", _("Example")),
            ("d", _("Derive")),
            ("y", _("Copy")),
            ("B", _("Break")),
        ]
        if self.snapshot.stepping.alone:
            there = next(view.title for view in app_of(self).views if view.mode == app_of(self).example_from)
            keys.insert(place, ("esc", translated(there)))
        if self.size.width < ALL_VIEWS_FROM:
            first = app_of(self).views[0]
            place = next(place for place, (key, _word) in enumerate(keys) if key == self.view_keys)
            keys[place] = first.key, translated(first.title)
        return keys
