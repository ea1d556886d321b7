"""The footer of the Output view."""

from textual.reactive import reactive

from core.support.i18n import translated
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.widgets.footer import Footer

from .pages import pages_of


class OutputFooter(Footer):
    """The common footer with the key that turns pages, and the name of the page that it turns to."""

    output_focus: reactive[OutputFocus] = reactive(OutputFocus(), repaint=False, init=False)

    def watch_output_focus(self) -> None:
        """Name the page that comes next."""
        self.redraw()

    def dropped(self) -> tuple[str, ...]:
        """The keys left out first where there is no room: those of single steps, which the menu has too."""
        return ("^s", "< >", "z", "r", "q", "b", "s", "n", "^p", self.view_keys)

    def keys(self) -> list[tuple[str, str]]:
        """The common keys, with the next page before the views."""
        keys, pages = super().keys(), pages_of(self.snapshot.data)
        names = [page.name for page in pages]
        here = names.index(self.output_focus.page) if self.output_focus.page in names else 0
        place = next(place for place, (key, _word) in enumerate(keys) if key == self.view_keys)
        keys.insert(place, ("p", translated(pages[(here + 1) % len(pages)].title)))
        return keys
