"""Exports a run's history as CSV or as TensorBoard events."""

import csv
import sys
from io import StringIO
from pathlib import Path

from core.experiment.parsing import EXPERIMENT_FILE
from core.runs import metrics_file as metrics
from core.runs.run_folder import METRICS, RunFolder, explain_write_errors
from core.support.errors import InputError
from core.support.escaping import escaped, spreadsheet_cell
from core.support.i18n import _
from core.support.regular_files import check_folder
from core.training.history import COLUMNS

from ..console import say

TAGS = {key: "/".join(reversed(key.split("_"))) if key[:5] in ("train", "valid") else key for key in COLUMNS[1:-1]}
"""The tags in TensorBoard. Figures of one kind share a plot, such as loss/train and loss/validation."""


def export_csv(folder: RunFolder, target: Path | None) -> None:
    """Write metrics.csv to `target`, or to stdout if that is None. Raises InputError."""
    metrics_path(folder)
    content = safe_csv(folder.read(METRICS).decode("utf-8", "replace"))
    if target is None:
        sys.stdout.buffer.write(content.encode())  # as text, Windows would change the line ends
        return
    with explain_write_errors(target.parent):
        target.write_bytes(content.encode())
    say(_("written to {}").format(target), err=True)


def safe_csv(content: str) -> str:
    """The table with all cells escaped that a terminal or a spreadsheet would execute. Raises InputError."""
    written = StringIO()
    try:
        rows = ([spreadsheet_cell(escaped(cell)) for cell in row] for row in csv.reader(StringIO(content, newline="")))
        csv.writer(written, lineterminator="\n").writerows(rows)
    except csv.Error as problem:
        message = _("{}: can't be read ({}), expected a table of figures")
        raise InputError(message.format(METRICS, problem)) from problem
    return written.getvalue()


def export_tensorboard(folder: RunFolder, target: Path | None) -> None:
    """Write an event file for TensorBoard to the folder `target`, by default `tensorboard` in the run's own folder.

    Earlier event files in the default folder are deleted. Raises InputError.
    """
    try:
        from tensorboardX import SummaryWriter
    except ImportError as problem:
        text = _("the export to TensorBoard needs a library: pip install 'mlp-tui[tensorboard]'")
        raise InputError(text) from problem
    history = metrics.read_metrics(metrics_path(folder)).rows
    if target is None:
        target = folder.path / "tensorboard"
        with explain_write_errors(target):
            check_folder(target)
        for earlier in target.glob("events.out.tfevents.*"):
            earlier.unlink()
    with explain_write_errors(target), SummaryWriter(str(target)) as writer:
        writer.add_text("experiment", f"```toml\n{folder.read(EXPERIMENT_FILE).decode('utf-8', 'replace')}```")
        for epoch, *figures, _seconds in history.tolist():
            for key, figure in zip(TAGS, figures, strict=True):
                if figure == figure:
                    writer.add_scalar(TAGS[key], figure, int(epoch))
    say(_("written to {}: tensorboard --logdir {}").format(target, target), err=True)


def metrics_path(folder: RunFolder) -> Path:
    """The path of the run's metrics.csv. Raises InputError if it doesn't exist yet or is a link."""
    folder.check()
    path = folder.path / METRICS
    if not path.exists():
        raise InputError(
            _("{}: found no {} there, expected a run with at least one epoch").format(folder.path, path.name)
        )
    return path
