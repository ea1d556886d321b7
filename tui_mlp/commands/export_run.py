"""`mlp-tui runs export`: a run's figures for tools that people already have."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core import metrics
from core.errors import InputError
from core.history import History
from core.runs import RunFolder, writing
from core.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = 2**62


def export_csv(folder: RunFolder, target: Path | None) -> None:
    """metrics.csv as it is, to a file or to stdout. Raises InputError."""
    source = folder.path / metrics.FILE_NAME
    if not source.exists():
        raise InputError(
            _("{}: found no {} there, expected a run with an epoch or more").format(folder.path, source.name)
        )
    if target is None:
        shutil.copyfileobj(source.open(encoding="utf-8"), sys.stdout)
        return
    with writing(target.parent):
        shutil.copyfile(source, target)
    click.echo(_("written to {}").format(target), err=True)


def export_tensorboard(folder: RunFolder, target: Path | None) -> None:
    """An event file for TensorBoard, in a folder, the run's own `tensorboard` if none is named. Raises InputError."""
    try:
        from tensorboardX import SummaryWriter
    except ImportError as problem:
        text = _("the export to TensorBoard needs a library: pip install 'mlp-tui[tensorboard]'")
        raise InputError(text) from problem
    history = History("regression")  # all columns; those that weren't taken are empty
    with writing(folder.path):
        metrics.read(folder.path / metrics.FILE_NAME, history, ALL)
    target = target or folder.path / "tensorboard"
    with writing(target), SummaryWriter(str(target)) as writer:
        for record in history:
            epoch = int(record.pop("epoch") or 0)
            for name, value in record.items():
                if value is not None:
                    writer.add_scalar(name, value, epoch)
    click.echo(_("written to {}: tensorboard --logdir {}").format(target, target), err=True)


FORMATS: "dict[str, Callable[[RunFolder, Path | None], None]]" = {
    "csv": export_csv,
    "tensorboard": export_tensorboard,
}
