"""Help on the pane in focus."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from core.escaping import escaped
from core.texts import N_, _

from ..widgets.text import Paragraph, content


class Help(ModalScreen[None]):
    """What a pane shows, its symbols by the lecture's equations, its keys; then those of `everywhere`, if wanted."""

    CSS_PATH = "help.tcss"
    BINDINGS = [Binding("escape,question_mark,q,enter,space", "dismiss", N_("Close"))]

    def __init__(self, title: str, text: str, everywhere: bool = True) -> None:
        super().__init__()
        self._title, self._text, self._everywhere = title, text, everywhere

    def compose(self) -> ComposeResult:
        """Scrolls where it is longer than the terminal."""
        everywhere = _(
            "space    run; while running, pause after this epoch; again: stop at the next mini-batch\n"
            "n  b  s  to the end of this epoch, of this mini-batch; one equation, and S undoes it\n"
            "N        run until a number of epochs, a loss, an accuracy, minutes\n"
            "1 2 5    views: Train, Step, Runs\n"
            "r  R     rewind to an earlier epoch; start over from the same initial weights\n"
            "B        breakpoints: what training stops at\n"
            "o        open other data, an experiment file or a saved run\n"
            "y        copy what is in focus; Y as LaTeX\n"
            "tab      next pane; z makes it fill the screen and back\n"
            "^p  :    menu of everything; q quits, and saves first"
        )
        with Vertical(id="help") as box, VerticalScroll():
            box.border_title = content(escaped(self._title))
            box.border_subtitle = content(_("esc closes"))
            yield Paragraph(self._text)
            if self._everywhere:
                yield Paragraph(_("Everywhere"), classes="heading")
                yield Paragraph(everywhere)
