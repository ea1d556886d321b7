"""The figures on the test rows of a training that has ended."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.support.i18n import _
from core.support.shown_values import value_text
from tui_mlp.render.cell_text import clipped, displayed
from tui_mlp.render.frame import frame, inner_size
from tui_mlp.render.strips import fill, fit
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.metric_texts import beside_mean
from tui_mlp.text.numbers import count, data_number, percent, plain_number, r2_text, row_count_text
from tui_mlp.widgets.canvas import SnapshotWidget

if TYPE_CHECKING:
    from core.analysis.classification_metrics import ClassificationMetrics
    from core.analysis.regression_metrics import RegressionMetrics

BORDERS = 2
"""Lines of the frame."""


class Row(NamedTuple):
    """A figure's name and its text; `bad` where it is no better than always giving the same answer."""

    name: str
    text: str
    bad: bool = False


def final_rows(snapshot: Snapshot) -> list[Row]:
    """The figures, the most important first; none while training goes on, and where there are no such rows."""
    if (metrics := snapshot.final) is None:
        return []
    if metrics.classification is not None:
        rows = [*classification_rows(metrics.classification)]
    else:
        assert metrics.regression is not None
        rows = [*regression_rows(metrics.regression, snapshot.data.target_names)]
    return [*rows, Row(_("best epoch"), count(snapshot.best_epoch))] if snapshot.best_epoch else rows


def classification_rows(found: "ClassificationMetrics") -> Iterator[Row]:
    """Accuracy and baseline, balanced accuracy, the lowest recall, the area under the ROC curve."""
    no_better = found.accuracy <= found.baseline and found.balanced_accuracy < 1
    yield Row(_("accuracy"), percent(found.accuracy), no_better)
    yield Row(_("always {}").format(found.commonest_text), percent(found.baseline))
    absent = [name for name, rows in found.rows.items() if not rows]
    if absent:
        yield Row(_("rows of {}").format(value_text(absent[0])), "0", True)
    yield Row(_("balanced accuracy"), percent(found.balanced_accuracy), found.balanced_accuracy <= found.chance < 1)
    if found.worst is not None:
        name, share = found.worst
        yield Row(_("recall of {}").format(value_text(name)), percent(share), share == 0)
    if found.auc == found.auc:
        yield Row("AUC", plain_number(found.auc), found.auc <= 0.5)


def regression_rows(numbers: "RegressionMetrics", targets: tuple[str, ...]) -> Iterator[Row]:
    """R² and what it means where it isn't positive, and the errors in the target's units."""
    yield Row("R²", r2_text(numbers.r2), numbers.r2 <= 0)
    if said := beside_mean(numbers.r2):
        yield Row(said, "", True)
    yield Row("RMSE", data_number(numbers.rmse))
    yield Row("MAE", data_number(numbers.mae))
    if len(targets) == 1:
        yield Row(_("in units of {}").format(value_text(targets[0])), "")


class FinalFigures(SnapshotWidget):
    """A frame with the figures. The screen shows it only when there are some, and gives it the lines that there are."""

    @property
    def lines_wanted(self) -> int:
        """The lines in which all figures have room, the frame included; 0 if there are none."""
        rows = len(final_rows(self.snapshot))
        return rows + BORDERS if rows else 0

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether the figures are the same."""
        return before.final is snapshot.final and before.best_epoch == snapshot.best_epoch

    def watch_state(self) -> None:
        """Draw nothing: the figures come with a snapshot."""

    def draw(self, width: int, height: int) -> list[Strip]:
        """The figures in a frame, which says of which rows they are."""
        metrics, styles, ascii = self.snapshot.final, self.palette.bg, self.palette.ascii
        if metrics is None:
            return fill([], width, height, styles.blank)
        columns, lines = inner_size(width, height)
        strips = []
        for row in final_rows(self.snapshot)[:lines]:
            room = columns - cell_len(displayed(row.text, ascii)) - bool(row.text)
            name = displayed(clipped(row.name, max(0, room), ascii), ascii)
            gap = " " * (columns - cell_len(name) - cell_len(displayed(row.text, ascii)))
            style = styles.warn if row.bad else styles.strong
            named = Segment(name + gap, styles.warn if row.bad and not row.text else styles.muted)
            strips.append(fit([named, Segment(displayed(row.text, ascii), style)], columns, styles.blank))
        title = _("Test") if metrics.split == "test" else _("Validation")
        facts = row_count_text(metrics.rows)
        return frame(fill(strips, columns, lines, styles.blank), width, height, self.palette, title=title, facts=facts)
