"""The footer of the Data view."""

from core.support.i18n import _
from tui_mlp.widgets.footer import Footer


class DataFooter(Footer):
    """The common footer with the keys that choose among the rows and take changes back, before the views."""

    def dropped(self) -> tuple[str, ...]:
        """The keys left out first where there is no room: those of single steps, which the menu has too."""
        return ("^s", "< >", "b", "s", "r", "z", "q", "n", "^p", "u", self.view_keys, "tab")

    def keys(self) -> list[tuple[str, str]]:
        """The common keys, with those of the rows."""
        keys = super().keys()
        place = next(place for place, (key, _word) in enumerate(keys) if key == self.view_keys)
        keys[place:place] = [("w", _("Which rows")), ("/", _("Find")), ("u", _("Undo"))]
        return keys
