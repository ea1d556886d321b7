"""The list of all that can be chosen for an export."""

from textual.binding import Binding
from textual.message import Message
from textual.widgets import OptionList

from core.export.export import EXPORTERS
from core.support.i18n import N_, _
from tui_mlp.models.export_form import CARD, FILE, ExportForm
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.text.export_texts import purpose_text, weights_name, weights_text
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.safe_text import content, option

LABEL = 14
"""Cells of what a line stands for, before what there is to say about it."""


class ExportList(OptionList):
    """A line for each kind of file, for the last and the best weights, for the card and the file's name."""

    BINDINGS = [
        Binding("enter", "screen.export", N_("Export"), show=False),
        Binding("space", "select", N_("Choose"), show=False),
    ]

    class Chosen(Message):
        """The line of a name was chosen, by a key or a click."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, form: ExportForm) -> None:
        super().__init__(markup=False)
        self.form = form
        self._marked = form.ending

    def on_mount(self) -> None:
        """Fill the list, with a line between two groups."""
        for place, group in enumerate(self.form.groups):
            self.add_options([*([None] if place else []), *(option(self.line(name), name) for name in group)])
        self.highlighted = 0

    def show_form(self, form: ExportForm) -> None:
        """Show what is chosen now."""
        self.form = form
        self.redraw()

    def redraw(self) -> None:
        """Write all lines again."""
        for name in (name for group in self.form.groups for name in group):
            self.replace_option_prompt(name, content(self.line(name)))

    def line(self, name: str) -> str:
        """The text of a line: the mark, whether it is chosen, what it stands for, and what there is to say about it."""
        ascii = app_of(self).ascii
        mark = glyphs(ascii).mark if name == self._marked else " "
        box = {CARD: "[{}]", FILE: "   "}.get(name, "({})").format("x" if self.form.is_chosen(name) else " ")
        label, about = self.label_and_about(name)
        return f"{mark} {box} {cut(label, LABEL, ascii)}{displayed(about, ascii)}"

    def label_and_about(self, name: str) -> tuple[str, str]:
        """What a line stands for, and what there is to say about it."""
        choices = self.form.choices
        if name in EXPORTERS:
            return name, purpose_text(name)
        if name == CARD:
            return _("model card"), _("in Markdown: data, figures, how to use it")
        if name == FILE:
            return _("file"), self.form.typed
        choice = next(choice for choice in choices.choices if choice.kind == name)
        width = max(len(count(other.epoch)) for other in choices.choices)
        return weights_name(name), weights_text(choice.epoch, width, choice.figures, choices.on_validation)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the mark."""
        self._marked = str(event.option_id)
        self.redraw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell the screen which line was chosen."""
        event.stop()
        self.post_message(self.Chosen(str(event.option_id)))
