"""The pane with the table of runs, in which they are searched, sorted and marked."""

from dataclasses import dataclass, replace
from functools import partial

from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from core.runs.run_list import ListedRun
from core.support.i18n import N_, _, language_in_use, ngettext
from tui_mlp.models.run_columns import NEWEST
from tui_mlp.models.runs_browser import LETTERS, focus_moved, mark_toggled, sorted_by_next, updated_selection
from tui_mlp.render.frame import inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.tables.column_at import column_at
from tui_mlp.render.tables.runs import GAP, MARKS, ShownColumn, runs_table, visible_columns
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import count
from tui_mlp.widgets.app_base import app_of

from .pane import RunsPane

OPEN, NAME, NOTE, DELETE, FIND, EXPORT = "open", "name", "note", "delete", "find", "export"


@dataclass
class RunActionWanted(Message):
    """A person wants a run opened, named, noted, exported or deleted, or wants to search the runs."""

    what: str
    run: ListedRun | None


class RunsTable(RunsPane):
    """A row for each run; the keys act on the run in focus."""

    BINDINGS = [
        Binding("up", "move(-1)", N_("Run above"), show=False),
        Binding("down", "move(1)", N_("Run below"), show=False),
        Binding("pageup", "page(-1)", N_("A page up"), show=False),
        Binding("pagedown", "page(1)", N_("A page down"), show=False),
        Binding("home", "edge(-1)", N_("First run"), show=False),
        Binding("end", "edge(1)", N_("Last run"), show=False),
        Binding("x", "mark", N_("Mark to compare"), show=False),
        Binding("X", "clear_marks", N_("Remove all marks"), show=False),
        Binding("enter", f"want('{OPEN}')", N_("Open the run"), show=False),
        Binding("slash", f"want('{FIND}')", N_("Find runs"), show=False),
        Binding("left", "sort(-1)", N_("Sort by the column before"), show=False),
        Binding("right", "sort(1)", N_("Sort by the next column"), show=False),
        Binding("i", "turn_order", N_("Sort the other way round"), show=False),
        Binding("e", f"want('{NAME}')", N_("Name the run"), show=False),
        Binding("t", f"want('{NOTE}')", N_("Note on the run"), show=False),
        Binding("E", f"want('{EXPORT}')", N_("Export the run's model"), show=False),
        Binding("delete,backspace", f"want('{DELETE}')", N_("Delete the run"), show=False),
        Binding("escape", "show_all", N_("Show all runs"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0
        self._shown: tuple[object, list[ShownColumn]] = (None, [])

    def title(self) -> str:
        """The pane's name, and the words that were searched for."""
        words = self.selection.words
        return _("Runs with “{}”").format(words) if words else _("Runs")

    def facts(self) -> str:
        """The number of runs, and the order where no column shows it."""
        selection = self.selection
        runs, rows, marks = len(selection.runs or ()), len(selection.rows), len(selection.letters)
        if not runs:
            return ""
        shown, whole = _("{} of {}").format(count(rows), count(runs)), count(runs)
        if rows < runs:
            found = ngettext("{} run", "{} runs", runs).format(shown)
            number = _("{}, {} marked").format(shown, marks) if marks else found
        else:
            number = ngettext("{} run", "{} runs", runs).format(whole)
            if marks:
                number = _("{} of {} marked").format(marks, whole)
        if selection.order != NEWEST or not rows or any(one.column.key == NEWEST for one in self.shown(self.room)):
            return number
        order = _("oldest first") if selection.reverse else _("newest first")
        return f"{order}   {number}"

    @property
    def room(self) -> int:
        """The cells between the sides of the frame."""
        return inner_size(*self.size)[0]

    def keys(self) -> list[tuple[str, str]]:
        """The keys that act on the run in focus, and those that search and sort."""
        if not self.selection.rows:
            return [("esc", _("all"))] if self.selection.words else []
        mark = _("unmark") if self.selection.focus in self.selection.letters else _("mark")
        keys = [("x", mark), ("enter", _("open")), ("/", _("find")), ("←→", _("sort")), ("e", _("name"))]
        keys += [("t", _("note")), ("E", _("export")), ("del", _("delete")), ("i", _("reverse"))]
        return [*keys[:3], ("esc", _("all")), *keys[3:]] if self.selection.words else keys

    def body(self, width: int, height: int) -> list[Strip]:
        """The table, or a hint why it is empty."""
        selection = self.selection
        if not selection.rows:
            return sentences(self.hint(), width, self.palette)
        self._top = scrolled(len(selection.rows), height - 1, self._top, selection.row_index)
        return runs_table(selection, self.shown(width), self.state, width, height, self._top, self.palette)

    def shown(self, width: int) -> list[ShownColumn]:
        """The columns that fit, measured once for the same rows."""
        selection = self.selection
        key = (selection.columns, selection.order, width, self.palette.ascii, language_in_use())
        if self._shown[0] != key:
            self._shown = key, visible_columns(selection, width, self.palette.ascii)
        return self._shown[1]

    def hint(self) -> str:
        """Why there is no run."""
        if self.selection.runs is None:
            return _("reading …")
        if app_of(self).runs_dir is None:
            return _("Runs are not kept in this session.")
        if self.selection.runs:
            return _("No run has “{}” in its name, data, settings, state or note. esc shows all.").format(
                self.selection.words
            )
        return _(
            "No run yet. space starts training, and after the first epoch the run is listed here. o opens other data."
        )

    @property
    def rows_wanted(self) -> int:
        """The lines in which the whole table fits, without the frame."""
        return max(3, len(self.selection.rows) + 1)

    def watch_state(self) -> None:
        """Draw the state of the run that is trained here."""
        self.redraw()

    def action_move(self, steps: int) -> None:
        """Move the focus by this number of rows."""
        self.change_selection(partial(focus_moved, steps=steps))

    def action_page(self, direction: int) -> None:
        """Move the focus by a page."""
        self.action_move(direction * max(1, self.size.height - 3))

    def action_edge(self, direction: int) -> None:
        """Move the focus to the first (-1) or the last (1) run."""
        self.action_move(direction * len(self.selection.rows))

    def action_mark(self) -> None:
        """Mark the run in focus, or remove its mark."""
        if len(self.selection.letters) == len(LETTERS) and self.selection.focus not in self.selection.letters:
            text = ngettext(
                "{} run is marked, and no more can be; x on it removes its mark.",
                "{} runs are marked, and no more can be; x on one of them removes its mark.",
                len(LETTERS),
            )
            self.notify(text.format(len(LETTERS)))
        self.change_selection(mark_toggled)

    def action_clear_marks(self) -> None:
        self.change_selection(lambda selection: replace(selection, letters={}))

    def action_sort(self, direction: int) -> None:
        """Sort by the next (1) or the previous (-1) column, even one that isn't shown."""
        keys = [column.key for column in self.selection.columns]
        if keys:
            self.change_selection(partial(sorted_by_next, columns=keys, direction=direction))

    def action_turn_order(self) -> None:
        """Reverse the order."""
        self.change_selection(lambda selection: updated_selection(selection, reverse=not selection.reverse))

    def action_show_all(self) -> None:
        """Show all runs again after a search."""
        self.change_selection(lambda selection: updated_selection(selection, words=""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape belongs to this pane while runs are searched, else to the screen."""
        return bool(self.selection.words) if action == "show_all" else True

    def action_want(self, what: str) -> None:
        """Report the action to the screen."""
        if what == FIND or self.selection.run is not None:
            self.post_message(RunActionWanted(what, self.selection.run))

    def clicked(self, x: int, y: int) -> None:
        """Focus the run of that row; on the head, sort by that column or reverse its order."""
        if y > 0 and (place := self._top + y - 1) < len(self.selection.rows):
            self.action_move(place - self.selection.row_index)
        elif y == 0 and (key := self.column_at(x)) is not None:
            if key == self.selection.order:
                self.action_turn_order()
            else:
                self.change_selection(lambda selection: updated_selection(selection, order=key, reverse=False))

    def column_at(self, x: int) -> str | None:
        """The key of the column drawn there; None beside them."""
        shown = ((column.key, width) for column, width in self.shown(self.room))
        return column_at(x, shown, MARKS, GAP)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "All runs in the runs folder: saved ones, the one that is training here (•), and those in use by another "
            "program, which are updated as they train. A setting has a column if the runs differ in it.\n\n"
            "↑ ↓      the run in focus; its curve is drawn below\n"
            "x X      mark it: it keeps a letter and its curve; X removes all marks\n"
            "enter    open the run\n"
            "/        find runs by words of their names, data, settings (optimizer=adam), state and notes\n"
            "← →      sort by another column; i the other way round\n"
            "e t      give it a name, or a note; the name of its folder stays\n"
            "E        export its model for other programs: the last weights or the best ones\n"
            "del      delete the run, after asking"
        )
