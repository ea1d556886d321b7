"""The table of runs: a row each, sorted, found by words, marked to be compared."""

from dataclasses import dataclass, replace
from functools import partial

from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from core.runs.run_list import ListedRun
from core.support.i18n import N_, _, ngettext
from tui_mlp.models.run_columns import NEWEST
from tui_mlp.models.runs_browser import LETTERS, focus_moved, mark_toggled, sorted_by_next, updated_selection
from tui_mlp.render.frame import inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.tables.runs import GAP, MARKS, ShownColumn, runs_table, visible_columns
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import count
from tui_mlp.widgets.app_base import app_of

from .pane import RunsPane

OPEN, NAME, NOTE, DELETE, FIND = "open", "name", "note", "delete", "find"


@dataclass
class RunActionWanted(Message):
    """A person wants something done: a run opened, named, noted or deleted, or runs to be found by words."""

    what: str
    run: ListedRun | None


class RunsTable(RunsPane):
    """A row a run; the one in focus is what the keys work on."""

    BINDINGS = [
        Binding("up", "move(-1)", N_("Run above"), show=False),
        Binding("down", "move(1)", N_("Run below"), show=False),
        Binding("pageup", "page(-1)", N_("A page up"), show=False),
        Binding("pagedown", "page(1)", N_("A page down"), show=False),
        Binding("home", "edge(-1)", N_("First run"), show=False),
        Binding("end", "edge(1)", N_("Last run"), show=False),
        Binding("x", "mark", N_("Mark to compare"), show=False),
        Binding("X", "clear_marks", N_("No marks"), show=False),
        Binding("enter", f"want('{OPEN}')", N_("Open the run"), show=False),
        Binding("slash", f"want('{FIND}')", N_("Find runs"), show=False),
        Binding("left", "sort(-1)", N_("Sort by the column before"), show=False),
        Binding("right", "sort(1)", N_("Sort by the next column"), show=False),
        Binding("i", "turn_order", N_("Sort the other way round"), show=False),
        Binding("e", f"want('{NAME}')", N_("Name the run"), show=False),
        Binding("t", f"want('{NOTE}')", N_("Note on the run"), show=False),
        Binding("delete,backspace", f"want('{DELETE}')", N_("Delete the run"), show=False),
        Binding("escape", "show_all", N_("All runs"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0
        self._shown: tuple[object, list[ShownColumn]] = (None, [])

    def title(self) -> str:
        """Its name, and by which words the runs were found."""
        words = self.browsing.words
        return _("Runs with “{}”").format(words) if words else _("Runs")

    def facts(self) -> str:
        """The order, where no column shows it, and how many there are."""
        browsing = self.browsing
        runs, rows, marks = len(browsing.runs or ()), len(browsing.rows), len(browsing.letters)
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
        if browsing.order != NEWEST or not rows or any(one.column.key == NEWEST for one in self.shown(self.room)):
            return number
        order = _("oldest first") if browsing.reverse else _("newest first")
        return f"{order}   {number}"

    @property
    def room(self) -> int:
        """Cells between the sides of the frame."""
        return inner_size(*self.size)[0]

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with the run in focus, and how others are found."""
        if not self.browsing.rows:
            return [("esc", _("all"))] if self.browsing.words else []
        mark = _("unmark") if self.browsing.focus in self.browsing.letters else _("mark")
        keys = [("x", mark), ("enter", _("open")), ("/", _("find")), ("←→", _("sort")), ("e", _("name"))]
        keys += [("t", _("note")), ("del", _("delete")), ("i", _("reverse"))]
        return [*keys[:3], ("esc", _("all")), *keys[3:]] if self.browsing.words else keys

    def body(self, width: int, height: int) -> list[Strip]:
        """The table, or what there is to say where there is none."""
        browsing = self.browsing
        if not browsing.rows:
            return sentences(self.hint(), width, self.palette)
        self._top = scrolled(len(browsing.rows), height - 1, self._top, browsing.place)
        return runs_table(browsing, self.shown(width), self.state, width, height, self._top, self.palette)

    def shown(self, width: int) -> list[ShownColumn]:
        """The columns that have room; measured once for all moves among the same rows."""
        browsing = self.browsing
        key = (browsing.columns, browsing.order, width, self.palette.ascii)
        if self._shown[0] != key:
            self._shown = key, visible_columns(browsing, width, self.palette.ascii)
        return self._shown[1]

    def hint(self) -> str:
        """Why there is no run."""
        if self.browsing.runs is None:
            return _("reading …")
        if app_of(self).runs_dir is None:
            return _("Runs are not kept in this session.")
        if self.browsing.runs:
            return _("No run has “{}” in its name, data, settings, state or note. esc shows all.").format(
                self.browsing.words
            )
        return _(
            "No run yet. space trains what the header names, and from its first epoch on the run is kept here. "
            "o opens other data."
        )

    @property
    def rows_wanted(self) -> int:
        """Lines in which all of it would show."""
        return max(3, len(self.browsing.rows) + 1)

    def watch_state(self) -> None:
        """The state of the run that is trained here."""
        self.redraw()

    def action_move(self, steps: int) -> None:
        """Another run."""
        self.browse(partial(focus_moved, steps=steps))

    def action_page(self, direction: int) -> None:
        """As many further as can be seen."""
        self.action_move(direction * max(1, self.size.height - 3))

    def action_edge(self, direction: int) -> None:
        """The first or the last."""
        self.action_move(direction * len(self.browsing.rows))

    def action_mark(self) -> None:
        """Mark it, or not any more."""
        if len(self.browsing.letters) == len(LETTERS) and self.browsing.focus not in self.browsing.letters:
            text = ngettext(
                "{} run is marked; x on it takes its mark away.",
                "{} runs are marked; x on one of them takes its mark away.",
                len(LETTERS),
            )
            self.notify(text.format(len(LETTERS)), timeout=4)
        self.browse(mark_toggled)

    def action_clear_marks(self) -> None:
        """No run is marked."""
        self.browse(lambda browsing: replace(browsing, letters={}))

    def action_sort(self, direction: int) -> None:
        """By the next column, whether it has room or not."""
        keys = [column.key for column in self.browsing.columns]
        if keys:
            self.browse(partial(sorted_by_next, columns=keys, direction=direction))

    def action_turn_order(self) -> None:
        """The other way round."""
        self.browse(lambda browsing: updated_selection(browsing, reverse=not browsing.reverse))

    def action_show_all(self) -> None:
        """Whatever their words."""
        self.browse(lambda browsing: updated_selection(browsing, words=""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is this pane's while runs were found by words, else the screen's."""
        return bool(self.browsing.words) if action == "show_all" else True

    def action_want(self, what: str) -> None:
        """Report it."""
        if what == FIND or self.browsing.run is not None:
            self.post_message(RunActionWanted(what, self.browsing.run))

    def clicked(self, x: int, y: int) -> None:
        """On a row: focus it; on a head: sort by that column, or the other way round."""
        if y > 0 and (place := self._top + y - 1) < len(self.browsing.rows):
            self.action_move(place - self.browsing.place)
        elif y == 0 and (key := self.column_at(x)) is not None:
            if key == self.browsing.order:
                self.action_turn_order()
            else:
                self.browse(lambda browsing: updated_selection(browsing, order=key, reverse=False))

    def column_at(self, x: int) -> str | None:
        """The key of the column that is drawn there."""
        start = MARKS
        for column, width in self.shown(self.room):
            if start <= x < start + width + GAP:
                return column.key
            start += width + GAP
        return None

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "All runs in the runs folder, whoever trained them: saved ones, the one that is trained here (•), and "
            "those that another program trains now, which are shown as they go on. Settings have a column where the "
            "runs differ in them.\n\n"
            "↑ ↓      the run in focus; its curve is drawn below\n"
            "x X      mark it, and it keeps a letter and its curve; no marks any more\n"
            "enter    open the run\n"
            "/        find runs by words of their names, data, settings (optimizer=adam), state and notes\n"
            "← →      sort by another column; i the other way round\n"
            "e t      give it a name, a note; its folder keeps its own name\n"
            "del      delete the run, after asking"
        )
