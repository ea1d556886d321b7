"""An export as the screen asks for it: the path that was typed, the work on a thread, what came of it in words."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from core.export.export import EXPORTERS, Exported, export_model
from core.runs.run_folder import SUMMARY
from core.support.errors import InputError, os_error_text
from core.support.i18n import _
from core.support.memory import not_enough_memory

from .model_choices import ModelChoice


class Cancelled(Exception):
    """A person doesn't want the export any more. Raised inside the export, by its progress."""


class ExportDone(NamedTuple):
    """What an export has written, and the notes on the weights."""

    exported: Exported
    card: Path | None
    notes: tuple[str, ...]


class ExportFailed(NamedTuple):
    """Why nothing was written. An empty text: a person cancelled it."""

    text: str


def path_to_write(text: str, ending: str) -> Path:
    """The absolute path of a file that a person has typed, links followed; without an ending of exports it gets one.

    Raises InputError where no such file can be written, or must not be.
    """
    if not text.strip():
        raise InputError(_("found no name, expected a file such as model{}").format(ending))
    path = Path(os.path.realpath(os.path.expanduser(text.strip())))
    if path.is_dir():
        raise InputError(_("{}: is a folder; add the name of a file").format(path))
    if path.suffix not in EXPORTERS:
        path = Path(os.path.realpath(path.with_name(path.name + ending)))
    if not path.parent.is_dir():
        raise InputError(_("{}: there is no such folder; make it first, or choose another").format(path.parent))
    if os.path.lexists(path.parent / SUMMARY):
        message = _("{}: is the folder of a saved run, whose files never change; choose another folder")
        raise InputError(message.format(path.parent))
    return path


def files_of(path: Path, card: bool) -> list[Path]:
    """The files that an export writes."""
    return [path, path.with_suffix(".md")] if card else [path]


def export(choice: ModelChoice, path: Path, card: bool, progress: Callable[[float], object]) -> ExportDone | ExportFailed:
    """Write the chosen model, read it back and compare. For any thread.

    `progress` is called with the share that is done, from 0 to 1, and may raise Cancelled.
    """
    try:
        progress(0.0)
        chosen = choice.load()
        exported = export_model(chosen.model, path, progress=progress)
        written = write_card(chosen, exported) if card else None
        return ExportDone(exported, written, tuple(chosen.notes))
    except Cancelled:
        return ExportFailed("")
    except InputError as problem:
        return ExportFailed(str(problem))
    except MemoryError as problem:
        return ExportFailed(not_enough_memory(problem))
    except OSError as problem:
        text = _("{}; choose another folder, or make room on the disk")
        return ExportFailed(text.format(os_error_text(problem)))
