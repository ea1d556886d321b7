"""The footer of the Step view."""

from core.support.i18n import _
from tui_mlp.widgets.footer import Footer


class StepFooter(Footer):
    """With the keys that only this view has, and those that walk before those that train."""

    def dropped(self) -> tuple[str, ...]:
        """The keys that walk stay longer than those that train."""
        return ("z", "R", "r", "q", "^p", "B", "y", self.view_keys, "tab", "n", "e")

    def keys(self) -> list[tuple[str, str]]:
        """Behind `s`, its way back, one example, copying."""
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
