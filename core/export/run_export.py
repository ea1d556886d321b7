"""Exporting a saved run: compared over its own rows, with a model card beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from core.calls import Array
from core.data.unusable_file import list_columns
from core.model.model import Model
from core.prediction.rows_of_source import rows_of_source
from core.prediction.saved_model import SavedModel
from core.support import atomic_files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import Refused

from .export import Exported, Progress, check_target, export_model
from .onnx_model import coarse_columns

CARD_ENDING = ".md"


class RunExport(NamedTuple):
    """What came of an export, the model card where one was written, and notes that a person should read."""

    exported: Exported
    card: Path | None
    notes: list[str]


def export_run(saved: SavedModel, path: Path, card: bool = False, progress: Progress | None = None) -> RunExport:
    """Write the model of a run to a file, and with `card` a model card beside it, FILE.md for FILE.onnx.

    It is compared over the run's own rows, and, where their source can't be read any more, over made ones alone, which
    a note says. Raises InputError as `export_model` does, and where the card can't be written.
    """
    check_target(path)  # before the rows are read
    rows, notes = _rows(saved)
    exported = export_model(saved.model, path, rows, progress)
    written = _write_card(saved, exported, path.with_suffix(CARD_ENDING)) if card else None
    return RunExport(exported, written, [*saved.notes, *notes, *_rounding(saved.model, path)])


def _rounding(model: Model, path: Path) -> Iterator[str]:
    """On columns that an .onnx takes with too few digits."""
    if path.suffix.lower() == ".onnx" and (coarse := coarse_columns(model)):
        text = _("the file takes numbers as float32, which is coarse beside how little these columns vary: {}")
        yield text.format(list_columns(coarse))


def _rows(saved: SavedModel) -> tuple[Array | None, list[str]]:
    try:
        return rows_of_source(saved), []
    except InputError as problem:
        return None, [
            _("the file was compared on made rows alone, as those of the run can't be read: {}").format(problem)
        ]


def _write_card(saved: SavedModel, exported: Exported, path: Path) -> Path:
    from .model_card import model_card

    text = model_card(saved, exported)
    try:
        atomic_files.write(path, text.encode("utf-8", "replace"))
    except Refused:
        raise
    except OSError as problem:
        raise InputError(_("{}: cannot be written: {}").format(path, problem.strerror or problem)) from problem
    return path
