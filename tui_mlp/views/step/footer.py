"""The footer of the Step view."""

from core.support.i18n import _
from tui_mlp.widgets.footer import Footer


class StepFooter(Footer):
    """The common footer with the keys that only this view has."""

    def dropped(self) -> tuple[str, ...]:
        """The keys left out first where there is no room: those that train go before those that step."""
        return ("^s", "< >", "z", "R", "r", "q", "^p", "B", "y", self.view_keys, "tab", "n", "e")

    def keys(self) -> list[tuple[str, str]]:
        """The common keys, with undoing an equation, example, copy and breakpoints after `s`."""
        keys = super().keys()
        place = 1 + next((place for place, (key, _word) in enumerate(keys) if key == "s"), 0)
        return [
            *keys[:place],
            ("S", _("Back")),
            ("e", _("Example")),
            ("y", _("Copy")),
            ("B", _("Break")),
            *keys[place:],
        ]
