"""A list to choose from, with a figure behind each line."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList

from core.support.i18n import N_, _
from tui_mlp.render.cell_text import clipped, cut, displayed
from tui_mlp.text.glyphs import glyphs
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.safe_text import content, option

MOST_CELLS = 60
"""Cells of a name; longer ones are cut."""
LEAST_CELLS = 28
"""Cells of a name and its figure, so that the keys have room below them."""


class ListChoice(ModalScreen[str]):
    """Returns the number of the chosen line, from 0, as a text; None for escape. `lines` are names and figures."""

    CSS_PATH = "list_choice.tcss"
    BINDINGS = [Binding("escape,q", "dismiss", N_("Cancel"))]

    def __init__(self, title: str, lines: Sequence[tuple[str, str]], marked: int = 0) -> None:
        super().__init__()
        self._list_title, self._lines, self._marked = title, list(lines), marked

    def compose(self) -> ComposeResult:
        """Yield the list in its frame."""
        with Vertical(id="list-choice") as box:
            box.border_title = content(self._list_title)
            box.border_subtitle = content(_("enter chooses  esc closes"))
            lines = OptionList(*(option(text, str(number)) for number, text in enumerate(self._texts())), markup=False)
            lines.highlighted = self._marked
            yield lines

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show other figures behind the same names."""
        before, self._lines = self._texts(), list(lines)
        if not self.is_mounted:
            return
        options = self.query_one(OptionList)
        for number, (old, new) in enumerate(zip(before, self._texts(), strict=True)):
            if old != new:
                options.replace_option_prompt_at_index(number, content(new))

    def _texts(self) -> list[str]:
        """The lines as they are drawn: the mark, the name, the figure at the right."""
        ascii = app_of(self).ascii
        mark = glyphs(ascii).mark
        names = [clipped(name, MOST_CELLS, ascii) for name, _figure in self._lines]
        figures = [displayed(figure, ascii) for _name, figure in self._lines]
        right = max(map(cell_len, figures))
        wide = max(LEAST_CELLS - right, *map(cell_len, names))
        return [
            f"{mark if number == self._marked else ' '} {cut(name, wide, ascii)}  {cut(figure, right, ascii, True)}"
            for number, (name, figure) in enumerate(zip(names, figures, strict=True))
        ]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the mark."""
        before, self._marked = self._marked, event.option_index
        texts, options = self._texts(), self.query_one(OptionList)
        for number in {before, self._marked}:
            options.replace_option_prompt_at_index(number, content(texts[number]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the chosen line."""
        event.stop()
        self.dismiss(str(event.option_index))
