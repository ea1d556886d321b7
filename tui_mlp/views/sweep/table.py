"""The pane with the table of a sweep's trials."""

from functools import partial

from textual.binding import Binding
from textual.strip import Strip

from core.support.i18n import N_, _, language_in_use
from core.sweeps.saved.records import ENDED, INTERRUPTED, READY, RUNNING
from tui_mlp.models.sweep.selection_changes import focus_moved, sorted_by_next, updated_selection
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import StyledText
from tui_mlp.render.sweep.sweep_text import no_sweep_lines, space_lines
from tui_mlp.render.sweep.trials_table import GAP, MARKS, ShownColumn, trial_rows, trials_table, visible_columns
from tui_mlp.render.tables.column_at import column_at
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.text.sweep_texts import objective_sentence, state_text

from .trial_keys import TrialKeys
from .worker_keys import WorkerKeys


class SweepTable(TrialKeys, WorkerKeys):
    """A row for each trial; the keys act on the trial in focus."""

    BINDINGS = [
        Binding("up", "move(-1)", N_("Trial above"), show=False),
        Binding("down", "move(1)", N_("Trial below"), show=False),
        Binding("pageup", "page(-1)", N_("A page up"), show=False),
        Binding("pagedown", "page(1)", N_("A page down"), show=False),
        Binding("home", "edge(-1)", N_("First trial"), show=False),
        Binding("end", "edge(1)", N_("Last trial"), show=False),
        Binding("left", "sort(-1)", N_("Sort by the column before"), show=False),
        Binding("right", "sort(1)", N_("Sort by the next column"), show=False),
        Binding("i", "turn_order", N_("Sort the other way round"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0
        self._shown: tuple[object, list[ShownColumn]] = (None, [])

    # The frame

    def top(self) -> tuple[str, Facts]:
        """Title and facts: the sweep's name, its state and what it looks for, as much as fits."""
        selection = self.selection
        if selection.sweep is None:
            return _("Trials"), ""
        named = _("Trials of {}").format(selection.sweep.experiment.name)
        state, wanted, muted = self.state_parts(), self.wanted_text(), self.palette.bg.muted
        with_wanted: list[StyledText] = [*state, (f"   {wanted}", muted)]
        choices = [(named, with_wanted), (named, state), (_("Trials"), state), (_("Trials"), state[:1])]
        return fitting(choices, self.size.width, self.palette, self.has_focus)

    def title(self) -> str:
        """The pane's name, with the sweep's where there is room."""
        return self.top()[0]

    def facts(self) -> Facts:
        """The sweep's state, and how many of its trials have ended."""
        return self.top()[1]

    def wanted_text(self) -> str:
        """The objectives."""
        return ", ".join(map(objective_sentence, self.selection.objectives))

    def state_parts(self) -> list[StyledText]:
        """The sweep's state, and how many trials have ended of how many."""
        selection, styles, marks = self.selection, self.palette.bg, glyphs(self.palette.ascii)
        state = selection.state
        icon = {RUNNING: marks.training, ENDED: marks.finished, READY: marks.ready}.get(state, marks.paused)
        style = {RUNNING: styles.accent_bold, ENDED: styles.accent, READY: styles.muted}.get(state, styles.warn)
        parts: list[StyledText] = [(f"{icon.strip()} {state_text(state)}", style)]
        ended, wanted = len(selection.ended), selection.wanted_trials
        done = _("{} of {}").format(count(ended), count(wanted)) if wanted else count(ended)
        return [*parts, (f"  {done}", styles.strong)] if state != READY else parts

    def keys(self) -> list[tuple[str, str]]:
        """The keys that act on the trial in focus, and those that act on the sweep."""
        selection = self.selection
        if selection.sweep is None:
            return []
        if not selection.rows:
            return [("p", self.p_text()), ("c", _("other sweep"))]
        mark = _("unmark") if selection.focus in selection.letters else _("mark")
        keys = [("enter", _("open")), ("x", mark), ("←→", _("order"))]
        if selection.state != ENDED:
            keys += [("p", self.p_text()), ("e", _("narrow")), ("k", _("stop")), ("+ -", _("workers"))]
        return [*keys, ("i", _("reverse")), ("c", _("other sweep"))]

    def p_text(self) -> str:
        """What `p` does now."""
        if self.selection.can_pause:
            return _("pause")
        return _("start") if self.selection.state == READY else _("go on")

    # The body

    @property
    def room(self) -> int:
        """The cells between the sides of the frame."""
        return inner_size(*self.size)[0]

    def body(self, width: int, height: int) -> list[Strip]:
        """The table; before the first trial what will be tried, and without a sweep what one is."""
        selection = self.selection
        if selection.problem:
            return sentences(selection.problem, width, self.palette)
        if not selection.read:
            return sentences(_("reading …"), width, self.palette)
        if selection.sweep is None:
            return no_sweep_lines(width, self.palette)
        if not selection.rows:
            lines = space_lines(selection, width, self.palette)
            return [*lines[: max(0, height - 1)], *sentences(self.hint(), width, self.palette)]
        rows = trial_rows(len(selection.rows), height)
        self._top = scrolled(len(selection.rows), rows, self._top, selection.row_index)
        return trials_table(selection, self.shown(width), width, height, self._top, self.palette)

    def hint(self) -> str:
        """What comes next, before the first trial."""
        selection = self.selection
        if selection.state == READY:
            return _("p starts it; c lists the saved sweeps.")
        if selection.state == INTERRUPTED:
            return _("Its process is gone; p goes on with it.")
        return _("No trial has begun yet.")

    def shown(self, width: int) -> list[ShownColumn]:
        """The columns that fit, measured once for the same rows."""
        selection = self.selection
        key = (selection.columns, selection.rows, selection.order, width, self.palette.ascii, language_in_use())
        if self._shown[0] != key:
            self._shown = key, visible_columns(selection, width, self.palette.ascii)
        return self._shown[1]

    @property
    def rows_wanted(self) -> int:
        """The lines in which the whole table fits, without the frame."""
        selection = self.selection
        if selection.read and selection.sweep is None and not selection.problem:
            return len(no_sweep_lines(self.room, self.palette))
        return len(selection.rows) + 1 if selection.rows else 10

    # Keys and mouse

    def action_move(self, steps: int) -> None:
        """Move the focus by this number of rows."""
        self.change_selection(partial(focus_moved, steps=steps))

    def action_page(self, direction: int) -> None:
        """Move the focus by a page."""
        self.action_move(direction * max(1, self.size.height - 4))

    def action_edge(self, direction: int) -> None:
        """Move the focus to the first (-1) or the last (1) trial."""
        self.action_move(direction * len(self.selection.rows))

    def action_sort(self, direction: int) -> None:
        """Sort by the next (1) or the previous (-1) column, even one that isn't shown."""
        self.change_selection(partial(sorted_by_next, direction=direction))

    def action_turn_order(self) -> None:
        """Reverse the order."""
        self.change_selection(lambda selection: updated_selection(selection, reverse=not selection.reverse))

    def clicked(self, x: int, y: int) -> None:
        """Focus the trial of that row; on the head, sort by that column or reverse its order."""
        selection = self.selection
        rows = trial_rows(len(selection.rows), inner_size(*self.size)[1])
        if 0 < y <= rows and (place := self._top + y - 1) < len(selection.rows):
            self.action_move(place - selection.row_index)
        elif y == 0 and selection.rows and (key := self.column_at(x)) is not None:
            if key == selection.column.key:
                self.action_turn_order()
            else:
                self.change_selection(lambda now: updated_selection(now, order=key, reverse=False))

    def column_at(self, x: int) -> str | None:
        """The key of the column drawn there; None beside them."""
        shown = ((column.key, width) for column, width in self.shown(self.room))
        return column_at(x, shown, MARKS, GAP)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The trials of a sweep: each is the experiment with other settings, trained as a run of its own. At first "
            "the best one stands on top. A pruned trial was stopped early, because others were better by then.\n\n"
            "↑ ↓      the trial in focus\n"
            "enter    open its run, with all its epochs\n"
            "x X      mark it: it keeps a letter and a colour in the plots; X removes all marks\n"
            "← →      sort by another column; i the other way round\n"
            "+ -      one worker more, one fewer"
        )
