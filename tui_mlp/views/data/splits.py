"""How many rows of each class, or which values of the target, are in each split."""

from functools import partial

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import N_, _
from tui_mlp.models.data.columns.table_facts import TableFacts
from tui_mlp.models.data.distributions.split_counts import LEFT, SplitCounts, split_counts
from tui_mlp.models.data.row_choice import RowChoice
from tui_mlp.models.data.row_targets import kept_row_targets
from tui_mlp.render.data.distributions.split_sheet import DrawnSplits, SplitSheet, histogram_cells, split_sheet
from tui_mlp.render.frame import Facts
from tui_mlp.render.word_wrap import sentences
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.data.division_text import division_text
from tui_mlp.text.numbers import row_count_text

from .kept_results import KeptResults
from .pane import DataPane, SettingsWanted

STEP = 0.05
"""By how much a key changes the fraction of a split."""
MOST_TAKEN = 0.9
"""The most of all rows that validation and test take together."""


class SplitsPane(DataPane):
    """A column for each split, a line for each class; or the figures of a target of numbers."""

    SPREADS = True

    FOCUS = ()
    BINDINGS = [
        Binding("left", "turn_split(-1)", N_("The split before"), show=False),
        Binding("right", "turn_split(1)", N_("The next split"), show=False),
        Binding("up", "move(-1)", N_("The class before"), show=False),
        Binding("down", "move(1)", N_("The next class"), show=False),
        Binding("enter", "list_rows", N_("List the rows of this split or class")),
        Binding("d", "turn_division", N_("Divide rows at random, or in their order")),
        Binding("plus,equals_sign", "change_fraction(1)", N_("More rows for the split in focus")),
        Binding("minus", "change_fraction(-1)", N_("Fewer rows for the split in focus")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._split = self._line = self._first = 0
        self._kept: KeptResults[SplitCounts] = KeptResults(self)
        self._counts: SplitCounts | None = None
        self._drawn = DrawnSplits([])

    # What is shown

    def title(self) -> str:
        """The name of the pane."""
        return _("Splits")

    def facts(self) -> Facts:
        """How many rows there are."""
        return row_count_text(TableFacts(self.data, self.snapshot.experiment.data.test is not None).rows)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the pane."""
        grouped = self._counts is None or self._counts.in_groups
        several = grouped or (self._counts is not None and len(self._counts.names) > 1)
        found = [("←→", _("split")), *([("↑↓", _("class") if grouped else _("target"))] if several else [])]
        return [*found, ("↵", _("list rows")), ("d", _("division")), ("+-", _("fraction"))]

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """The splits side by side."""
        source = self.rows
        if source is None:
            return []
        target = self._line if self.data.task == "regression" else 0
        cells = histogram_cells(4, width)
        self._counts = self._kept.result(source, (target, cells), partial(_counted, source, target, cells))
        if (counts := self._counts) is None:
            return sentences(_("The rows are being counted."), width, self.palette)
        self._split = min(self._split, len(counts.splits) - 1)
        self._line = min(self._line, self._last_line(counts))
        settings = self.snapshot.experiment.data
        sheet = SplitSheet(
            counts=counts,
            division=division_text(settings, counts.in_groups and not counts.labels, counts.splits),
            split=self._split,
            line=self._line,
            target="" if counts.in_groups else counts.names[self._line],
            weighted=settings.class_weight == "balanced",
        )
        self._drawn = split_sheet(sheet, width, height, self._first, self.palette)
        self._first = self._drawn.first
        return self._drawn.lines

    def _last_line(self, counts: SplitCounts) -> int:
        """The last class, behind the line of all rows; or the last target."""
        return len(counts.names) if counts.in_groups else len(counts.names) - 1

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether the data are the same, and how they are divided."""
        return super().shows_same(before, snapshot) and snapshot.experiment.data == before.experiment.data

    # Keys

    def action_turn_split(self, steps: int) -> None:
        """Focus the next (1) or the previous (-1) split."""
        if self._counts is not None:
            self._split = max(0, min(self._split + steps, len(self._counts.splits) - 1))
            self.redraw()

    def action_move(self, steps: int) -> None:
        """Focus another class, all rows before the first; or another target."""
        if self._counts is not None:
            self._line = max(0, min(self._line + steps, self._last_line(self._counts)))
            self.redraw()

    def action_list_rows(self) -> None:
        """List the rows of the class in focus, else of the split."""
        counts = self._counts
        if counts is None:
            return
        if counts.in_groups and self._line:
            choice = RowChoice("class", counts.names[self._line - 1])
        elif counts.splits[self._split] == LEFT:
            choice = RowChoice("left out")
        else:
            choice = RowChoice("split", counts.splits[self._split])
        self.move_focus(choice=choice)

    def action_turn_division(self) -> None:
        """Divide rows in their order, where they were divided at random; else at random."""
        settings = self.snapshot.experiment.data
        values: dict[str, object] = {"data.split": "ordered" if settings.split == "random" else "random"}
        if settings.fold is not None:  # a fold goes with folds alone
            values["data.fold"] = None
        self.post_message(SettingsWanted(values))

    def action_change_fraction(self, direction: int) -> None:
        """Give the split in focus more (1) or fewer (-1) of all rows."""
        counts, settings = self._counts, self.snapshot.experiment.data
        if counts is None:
            return
        split = counts.splits[self._split]
        if split not in ("validation", "test"):
            self.notify(_("Choose validation or test with the arrows: training has the rows that are left."))
            return
        if split == "test" and (settings.test is not None or settings.split.startswith("folds:")):
            self.notify(_("The test rows are given by {}.").format("data.test" if settings.test else "data.split"))
            return
        fractions = {"validation": settings.validation_fraction, "test": settings.test_fraction}
        wanted = round(fractions[split] + direction * STEP, 2)
        others = sum(fractions.values()) - fractions[split]
        if 0 < wanted and wanted + others <= MOST_TAKEN + 1e-9:
            self.post_message(SettingsWanted({f"data.{split}_fraction": wanted}))

    def clicked(self, x: int, y: int) -> None:
        """Focus the split and the class there."""
        drawn, counts = self._drawn, self._counts
        if counts is None or not drawn.starts:
            return
        self._split = max(0, sum(start <= x for start in drawn.starts) - 1)
        if counts.in_groups and 0 <= y - drawn.top < drawn.shown:
            self._line = drawn.first + y - drawn.top
        self.redraw()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_move(-1)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The splits side by side: how many rows of each class each of them has, and their share of it, with bars "
            "where there is room; of a target of numbers its figures in each split. ! marks the share that differs "
            "most from that in training. Rows left out lack their target, or a number with data.missing = drop.\n\n"
            "weight   n / (k n_c), with n training rows, n_c of the class, and k classes: how much an example counts "
            "with data.class_weight = balanced; faint where it isn't set\n\n"
            "← →      the split in focus\n"
            "↑ ↓      the class in focus, above them all rows; or the next of several targets\n"
            "enter    list the rows of the class in focus in the Rows pane; above all classes, those of the split\n"
            "d        divide rows at random, or in their order (data.split)\n"
            "+ -      5 % of all rows more or fewer for validation or test\n"
            "y        copy what is drawn"
        )


def _counted(source: SourceRows, target: int, cells: int) -> SplitCounts:
    """The counts. For any thread."""
    return split_counts(source, kept_row_targets(source), target, cells)
