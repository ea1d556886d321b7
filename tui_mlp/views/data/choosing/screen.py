"""A view that lists rows of a source: a person chooses which ones, and searches them."""

from dataclasses import replace

from textual.binding import Binding
from textual.reactive import reactive

from core.analysis.outputs.outputs import Outputs
from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import N_, _
from tui_mlp.dialogs.find import Find
from tui_mlp.dialogs.list_choice import ListChoice
from tui_mlp.models.data.choosing.listed_rows_text import found_text
from tui_mlp.models.data.choosing.row_index import CountedChoice
from tui_mlp.models.data.choosing.search_hint import search_hint
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.numbers import count
from tui_mlp.views.output.focus_screen import OutputFocusScreen

from .row_chooser import RowChooser


class ChoosingScreen(OutputFocusScreen):
    """Keeps `chosen` as what is in focus, the rows and the outputs of the network say. Its keys work in each pane."""

    BINDINGS = [
        Binding("w", "choose_rows", N_("Which rows")),
        Binding("slash", "find", N_("Find rows")),
    ]

    data_focus: reactive[DataFocus] = reactive(DataFocus(), repaint=False, init=False)
    source: reactive[SourceRows | None] = reactive(None, repaint=False, init=False)
    source_problem: reactive[str] = reactive("", repaint=False, init=False)
    """Why the rows can't be read; empty where nothing is in the way."""
    chosen: reactive[ChosenRows | None] = reactive(None, repaint=False, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._chooser = RowChooser(self, self.rows_chosen)
        self._chosen_for = DataFocus()
        """What was in focus when the rows that are listed were wanted."""
        self._searched_from: int | None = None
        """The row from which the first found one is wanted; None where the focus doesn't follow the search."""
        self._find_dialog: Find | None = None
        self._list_dialog: ListChoice | None = None
        self._choices: list[CountedChoice] = []

    @property
    def wants_wrong(self) -> bool:
        """Whether outputs are wanted for wrong rows: they are listed, or are about to be counted."""
        return self.data_focus.choice.kind == "wrong" or self._list_dialog is not None

    @property
    def rows_outputs(self) -> Outputs | None:
        """The outputs of the network for the data whose rows are listed, by the threshold in focus; None without."""
        outputs, source = self.snapshot.outputs, self.source
        if outputs is None or source is None or outputs.data is not source.data:
            return None
        return self.output_focus.at_threshold(outputs)

    def choose_again(self) -> None:
        """Compute the rows that are listed, where something of what they depend on has changed."""
        if self.source is not None and self.source.data is self.snapshot.data:
            self._chooser.choose(self.source, self.data_focus, self.rows_outputs)

    def watch_source(self) -> None:
        """List the rows of another source."""
        self._chosen_for = DataFocus()
        self.choose_again()

    def watch_data_focus(self, before: DataFocus, focus: DataFocus) -> None:
        """List other rows where others are wanted now."""
        if focus.choice.kind != before.choice.kind:
            self.want_outputs()
        self.choose_again()

    def watch_output_focus(self, before: OutputFocus, focus: OutputFocus) -> None:
        """List other wrong rows at another threshold."""
        super().watch_output_focus(before, focus)
        self.choose_again()

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Follow the outputs of the network."""
        super().watch_snapshot(before, snapshot)
        if snapshot.outputs is not before.outputs:
            self.choose_again()
            self._count_again()

    def rows_chosen(self, focus: DataFocus, chosen: ChosenRows) -> None:
        """List these rows, which were computed for this focus."""
        self.chosen = chosen
        # Later, for this may be called while the focus is being handed to the panes: they would get the old one last.
        self.call_next(self._focus_chosen, focus, chosen)

    def _focus_chosen(self, focus: DataFocus, chosen: ChosenRows) -> None:
        """Move the focus to one of the rows that are listed where a person chose others than before, or searched."""
        if chosen is not self.chosen:
            return
        before, self._chosen_for = self._chosen_for, focus
        others = (before.choice, before.only_found) != (focus.choice, focus.only_found)
        row = self.data_focus.row
        if self._searched_from is not None and before.search != focus.search:
            found = chosen.found_from(self._searched_from)
            row = self._searched_from if found is None else found
        if others and chosen.count and not chosen.holds(row):
            row = chosen.row(chosen.place(row))
        if row != self.data_focus.row:
            self.data_focus = replace(self.data_focus, row=row)
        if self._find_dialog is None:
            self._searched_from = None
        self._say_found()

    # Which rows

    def action_choose_rows(self) -> None:
        """Show the list of all choices with their counts."""
        source = self.source
        if source is None or source.data is not self.snapshot.data:
            self.notify(self.source_problem or _("The rows are being read."))
            return

        def answered(number: str | None) -> None:
            choices, self._list_dialog = self._choices, None
            self.want_outputs()
            if number is not None:
                self.data_focus = replace(self.data_focus, choice=choices[int(number)].choice)

        self._choices = self._chooser.count_choices(source, self.rows_outputs, self._show_choices)
        focused = next((at for at, one in enumerate(self._choices) if one.choice == self.data_focus.choice), 0)
        self._list_dialog = ListChoice(_("Which rows"), self._lines(), focused)
        self.want_outputs()
        self.app.push_screen(self._list_dialog, answered)

    def _lines(self) -> list[tuple[str, str]]:
        return [(one.name, "…" if one.count is None else count(one.count)) for one in self._choices]

    def _show_choices(self, choices: list[CountedChoice]) -> None:
        """Show counts that have been made meanwhile, beside the choices that are listed."""
        if self._list_dialog is not None:
            counts = {one.choice: one.count for one in choices}
            for number, one in enumerate(self._choices):
                count_now = counts.get(one.choice, 0)
                self._choices[number] = replace(one, count=one.count if count_now is None else count_now)
            self._list_dialog.show_lines(self._lines())

    def _count_again(self) -> None:
        """Count the wrong rows again."""
        if self._list_dialog is not None and self.source is not None:
            self._show_choices(self._chooser.count_choices(self.source, self.rows_outputs, self._show_choices))

    # What is found

    def action_find(self) -> None:
        """Ask what to find; while it is typed, the focus goes to the first row that was found."""
        if self.source is None or self.source.data is not self.snapshot.data:
            self.notify(self.source_problem or _("The rows are being read."))
            return
        before = self.data_focus

        def accept(text: str) -> None:
            search = text.strip()
            if search == before.search:  # nothing was typed, or it is taken back
                self._searched_from = None
                self.data_focus = replace(self.data_focus, search=search, row=before.row, only_found=before.only_found)
                return
            self._searched_from = before.row
            only_found = self.data_focus.only_found and bool(search)
            self.data_focus = replace(self.data_focus, search=search, only_found=only_found)

        def closed(_result: object) -> None:
            self._find_dialog = None
            if self.chosen is not None and self.chosen.problem:
                self.notify(self.chosen.problem, severity="warning")
            if self._chosen_for.search == self.data_focus.search:
                self._searched_from = None

        self._find_dialog = Find(_("find"), before.search, accept, search_hint(self.source, before.row))
        self.app.push_screen(self._find_dialog, closed)

    def _say_found(self) -> None:
        """Say in the dialog how many rows were found."""
        chosen, find = self.chosen, self._find_dialog
        if find is None or chosen is None:
            return
        if chosen.problem:
            find.say(chosen.problem, wrong=True)
        elif chosen.found is not None:
            find.say(found_text(chosen, self.data_focus.row))
        else:
            find.say("")

    def help_on_keys(self) -> list[tuple[str, str]]:
        """The help texts of the keys that work in every pane of this view, and in every view."""
        return [
            ("w", _("which rows are listed: a split, a class, wrong ones, duplicates")),
            ("/", _("find rows by a text, a number, or a condition on a column")),
            *super(OutputFocusScreen, self).help_on_keys(),
        ]
