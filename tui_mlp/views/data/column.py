"""The column in focus: its rule in words, its distribution by class."""

from functools import partial

from rich.style import Style
from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from core.data.dataset import SPLITS
from core.data.description import ColumnDescription
from core.data.preparing.prepared_number import inputs_of_column, scale_of
from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import N_, _, translated
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.data.distributions.distribution import Distribution, Scope, Wanted, distribution
from tui_mlp.models.data.distributions.distribution_csv import distribution_rows
from tui_mlp.models.data.row_targets import RowTargets, kept_row_targets
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.data.distributions.bins_sheet import bins_sheet
from tui_mlp.render.data.distributions.column_sheet import ColumnSheet, DrawnColumn, margin, rule_lines
from tui_mlp.render.data.distributions.levels_sheet import level_count, levels_sheet
from tui_mlp.render.frame import Facts, fitting
from tui_mlp.render.strips import StyledText
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.data.column_rule import rule_text
from tui_mlp.text.description_text import KINDS, ROLES

from .kept_results import KeptResults
from .pane import DataPane

LONGEST_NAME = 24

SCOPES: dict[Scope, str] = {
    "all": N_("all rows"), "train": N_("training rows"), "validation": N_("validation rows"), "test": N_("test rows"),
}  # fmt: skip


class ColumnPane(DataPane):
    """The column in focus: its rule in words, its distribution by class or against the target."""

    FOCUS = ("column", "split")
    BINDINGS = [
        Binding("left", "move(-1)", N_("The bin or value before"), show=False),
        Binding("right", "move(1)", N_("The next bin or value"), show=False),
        Binding("up", "turn_column(-1)", N_("The column before"), show=False),
        Binding("down", "turn_column(1)", N_("The next column"), show=False),
        Binding("d", "turn_split", N_("Rows of another split, or of all")),
        Binding("l", "toggle_log", N_("Counts linear or log")),
        Binding("c", "turn_class", N_("Share of the next class, or the next target")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._log = False
        self._group: int | None = None
        self._at: int | None = None
        self._first = 0
        self._kept: KeptResults[tuple[Distribution, RowTargets | None]] = KeptResults(self)
        self._drawn = DrawnColumn([])
        self._sheet: ColumnSheet | None = None

    # What is shown

    @property
    def column(self) -> ColumnDescription | None:
        """The column in focus; None for data without columns."""
        return self.data_focus.described(self.data)

    def title(self) -> str:
        """The name of the column in focus."""
        column = self.column
        return _("Column") if column is None else clipped(column.name, LONGEST_NAME, self.palette.ascii)

    def facts(self) -> Facts:
        """Kind, role, and by what it is counted."""
        column = self.column
        if column is None:
            return ""
        muted = self.palette.bg.muted
        kind = _("{}, {}").format(translated(KINDS[column.kind]), translated(ROLES[column.role]))
        by = (
            [_("by {}").format(clipped(self._by(column), LONGEST_NAME, self.palette.ascii))] if self._by(column) else []
        )
        of = [] if self.scope == "all" else [translated(SCOPES[self.scope])]
        texts = ["; ".join([kind, *by, *of]), "; ".join([kind, *of]), "; ".join(of) or kind]
        choices: list[tuple[str, list[StyledText]]] = [(self.title(), [(text, muted)]) for text in texts]
        return fitting(choices, self.size.width, self.palette, self.has_focus)[1]

    def _by(self, column: ColumnDescription) -> str:
        """The name of the target by which the column is counted; empty where it isn't."""
        targets = self.data.description.target
        if column.role == "target" or column.kind in ("text", "id", "empty", "constant"):
            return ""
        return targets[0] if len(targets) == 1 else _("targets")

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the pane."""
        found = [("←→", _("bin") if self._sheet and self._sheet.found.bins else _("value")), ("↑↓", _("column"))]
        found += [("d", _("split")), ("l", _("linear") if self._log else _("log"))]
        if self._sheet and len(self._sheet.names) > 1:
            found.append(("c", _("class") if self._sheet.in_groups else _("target")))
        return found

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """The column in focus, as bins or as levels."""
        self._sheet, self._drawn = None, DrawnColumn([])
        source, column = self.rows, self.column
        if source is None or column is None or column.name not in source.by_name:
            return sentences(_("There are no columns."), width, self.palette)
        sheet = self._made_sheet(source, column, width)
        if sheet is None:
            return sentences(_("The rows are being counted."), width, self.palette)
        self._sheet = sheet
        if sheet.found.bins is not None:
            self._drawn = bins_sheet(sheet, width, height, self.palette)
        elif level_count(sheet) and sheet.found.levels:
            self._drawn = levels_sheet(sheet, width, height, self._first, self.palette)
            self._first = self._drawn.first
        else:
            return [*rule_lines(sheet, width, height, self.palette), *sentences(_nothing(sheet), width, self.palette)]
        return self._drawn.lines

    def _made_sheet(self, source: SourceRows, column: ColumnDescription, width: int) -> ColumnSheet | None:
        """What is known of the column; None while it is being counted."""
        counted = bool(self._by(column))
        names = self.data.class_names if self.data.task == "classification" else ()
        cells = width - margin(names if counted else (), self.palette.ascii)
        group = self._group or 0 if self.data.task == "regression" else 0
        wanted = Wanted(column.name, self.scope, max(1, cells), self._log, group)
        result = self._kept.result(source, (wanted, counted), partial(_counted, source, wanted, counted))
        if result is None:
            return None
        found, targets = result
        places = found.places + (found.bins is None and found.tally.missing > 0)
        if self._at is not None and self._at >= places:
            self._at = places - 1 if places else None
        group_names = targets.names if targets is not None else ()
        first = 1 if targets is not None and targets.numbers is not None and len(group_names) == 2 else 0
        chosen = first if self._group is None else self._group % max(1, len(group_names))
        return ColumnSheet(
            column=column,
            rule=self._rule(column),
            found=found,
            names=group_names,
            in_groups=targets is None or targets.in_groups,
            group=chosen,
            filled=self._filled(column),
            at=self._at,
            log_counts=self._log and not (found.bins is not None and found.bins.log),
            classes=names,
        )

    @property
    def scope(self) -> Scope:
        """The rows that are counted: those of the split in focus, else all."""
        return next((scope for scope in self._scopes() if scope == self.data_focus.split), "all")

    def _scopes(self) -> list[Scope]:
        """All rows, and the splits that there are."""
        return ["all", *(name for name in SPLITS if name in self.data.splits)]

    def _rule(self, column: ColumnDescription) -> list[StyledText]:
        """What becomes of the column's cells, in words."""
        bg = self.palette.bg
        styles: dict[str, Style] = {"missing": bg.warn, "result": bg.accent_bold}
        said = rule_text(self.data, column, self.snapshot.experiment.data.missing)
        return [(part.text, styles.get(part.role, bg.fg)) for part in said]

    def _filled(self, column: ColumnDescription) -> float | None:
        """The deviation by which the column is divided, where missing cells are filled."""
        preparation = self.data.preparation
        if preparation is None or not column.missing or preparation.features is not None or column.kind != "number":
            return None
        places = inputs_of_column(preparation, column.name)
        scale = scale_of(preparation, places[0]) if places else None
        return None if scale is None else scale.source_deviation

    def watch_data_focus(self, before: DataFocus, focus: DataFocus) -> None:
        """Draw another column from its beginning."""
        if focus.column != before.column:
            self._at, self._first = None, 0
        super().watch_data_focus(before, focus)

    # Keys

    def action_move(self, steps: int) -> None:
        """Move to another bin or level; none before the first."""
        sheet = self._sheet
        if sheet is None:
            return
        places = sheet.found.bins.count if sheet.found.bins else level_count(sheet)
        at = (-1 if self._at is None else self._at) + steps
        self._at = None if at < 0 else min(at, places - 1)
        self.redraw()

    def action_turn_column(self, steps: int) -> None:
        """Focus the next (1) or the previous (-1) column."""
        names = [one.name for one in self.data.description.columns]
        column = self.column
        if column is not None and 0 <= (place := names.index(column.name) + steps) < len(names):
            self.move_focus(column=names[place])

    def action_turn_split(self) -> None:
        """Count the rows of the next split, or all."""
        scopes = self._scopes()
        scope = scopes[(scopes.index(self.scope) + 1) % len(scopes)]
        self.move_focus(split="" if scope == "all" else scope)

    def action_toggle_log(self) -> None:
        """Show a long tail on a logarithmic axis, else counts by their logarithms; or neither."""
        self._log, self._at = not self._log, None
        self.redraw()

    def action_turn_class(self) -> None:
        """Show the share of the next class, or the mean of the next target."""
        if self._sheet is not None and self._sheet.names:
            self._group = (self._sheet.group + 1) % len(self._sheet.names)
            self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Focus the bin or level there."""
        sheet, drawn = self._sheet, self._drawn
        if sheet is None:
            return
        if sheet.found.bins is not None:
            at = (x - drawn.left) // drawn.each if drawn.each else -1
            places = sheet.found.bins.count
        else:
            at, places = y - drawn.top + drawn.first, level_count(sheet)
        if 0 <= at < places:
            self._at = at
            self.redraw()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_move(-1)

    def text_to_copy(self, latex: bool) -> str:
        """The counts as CSV."""
        sheet = self._sheet
        return "" if sheet is None else csv_text(*distribution_rows(sheet.found, sheet.names, sheet.in_groups))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The column in focus: what becomes of its cells, and how they are distributed.\n\n"
            "With classes, each has a histogram of its own; all have the same bins and the same scale. Below is the "
            "share of one class in each bin, of the rows that have a target, and the mean in each class. With a number "
            "as the target, the curve is its mean in each bin, and the upright line a standard deviation around it; r "
            "is Pearson's correlation. Categories and texts have a line each, the commonest first.\n\n"
            "deviation  the standard deviation of the cells that aren't missing; filled is that of the training rows "
            "with missing cells filled, by which the column is divided\n"
            "skewness   above 2 a few numbers are far larger than the rest\n\n"
            "← →      the bin or value whose rows are read out in the last line; none before the first\n"
            "↑ ↓      the column before, the next column\n"
            "d        all rows, or those of one split; other panes draw these too\n"
            "l        counts by their logarithms, or linear; of positive numbers with a long tail the axis\n"
            "c        the share of the next class, or the mean of the next target\n"
            "y        copy the counts as CSV"
        )


def _counted(source: SourceRows, wanted: Wanted, by_target: bool) -> tuple[Distribution, RowTargets | None]:
    """The distribution, and the targets by which it was counted. For any thread."""
    targets = kept_row_targets(source) if by_target else None
    return distribution(source, targets, wanted), targets


def _nothing(sheet: ColumnSheet) -> str:
    """Why there is nothing to draw."""
    if sheet.found.figures is not None:
        return _("Its numbers are too large to be drawn.")
    return _("All its cells are missing here.") if sheet.found.tally.missing else _("There are no rows here.")
