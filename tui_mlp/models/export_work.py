"""An export as the screen asks for it: the path that was typed, the work on a thread."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from core.export.export import EXPORTERS, check_target
from core.export.run_export import CARD_ENDING, RunExport, export_run
from core.support.errors import InputError, os_error_text
from core.support.i18n import _
from core.support.memory import not_enough_memory
from tui_mlp.text.numbers import count

from .model_choices import ModelChoice


class Cancelled(Exception):
    """A person doesn't want the export any more. Raised by its progress."""


class ExportFailed(NamedTuple):
    """Why nothing was written. An empty text: a person cancelled it."""

    text: str


def path_to_write(text: str, ending: str) -> Path:
    """The absolute path of a file that a person has typed; without an ending of exports it gets this one.

    Raises InputError where no such file can be written, or must not be.
    """
    if not text.strip():
        raise InputError(_("found no name, expected a file such as model{}").format(ending))
    path = Path(os.path.abspath(os.path.expanduser(text.strip())))
    if path.suffix.lower() not in EXPORTERS:
        path = path.with_name(path.name + ending)
    check_target(path)
    return path


def files_of(path: Path, card: bool) -> list[Path]:
    """The files that an export writes."""
    return [path, path.with_suffix(CARD_ENDING)] if card else [path]


def export(
    choice: ModelChoice, path: Path, card: bool, progress: Callable[[int, int], object]
) -> RunExport | ExportFailed:
    """Write the chosen model, read it back and compare. For any thread.

    `progress` is called with the number of compared rows, and of all rows; it may raise Cancelled, and then nothing is
    written.
    """
    try:
        progress(0, 1)
        saved = choice.load()
        progress(0, 1)
        if saved.model.epoch != choice.epoch:
            text = _("These are the weights of epoch {}: those of epoch {} can't be read.")
            saved.notes.insert(0, text.format(count(saved.model.epoch), count(choice.epoch)))
        return export_run(saved, path, card, progress)
    except Cancelled:
        return ExportFailed("")
    except InputError as problem:
        return ExportFailed(str(problem))
    except MemoryError as problem:
        return ExportFailed(not_enough_memory(problem))
    except OSError as problem:
        text = _("{}; choose another folder, or make room on the disk")
        return ExportFailed(text.format(os_error_text(problem)))
