"""Finds saved sweeps: all in a folder of runs, or one by its name."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from core.experiment.parsing import LARGEST_FILE
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import Refused, check_regular
from core.support.suggestions import nearest_name

from .sweep_folder import SWEEPS, SweepFolder, sweep_at
from .sweep_reader import no_sweep_text


def sweeps_in(runs_dir: Path) -> list[SweepFolder]:
    """The saved sweeps in a folder of runs, the latest begun first. Raises InputError if it can't be read."""
    sweeps = runs_dir / SWEEPS
    try:
        names: Sequence[str] = os.listdir(sweeps)
    except FileNotFoundError:
        return []
    except OSError as problem:
        message = _("{}: cannot be read: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(sweeps, problem.strerror)) from problem
    begun = []
    for name in names:
        folder = SweepFolder(sweeps / name)
        with suppress(OSError, Refused):
            if found := check_regular(folder.sweep_file, LARGEST_FILE):
                begun.append((found.st_mtime_ns, name, folder))
    return [folder for _begun, _name, folder in sorted(begun, key=lambda each: each[:2], reverse=True)]


def find_sweep(text: str, runs_dir: Path) -> SweepFolder:
    """A saved sweep by its folder, or by its name among those in a folder of runs. Raises InputError."""
    if (found := sweep_at(text, runs_dir)) is not None:
        return found
    if text and os.path.isdir(text):
        raise InputError(no_sweep_text(SweepFolder(Path(text))))
    names = [folder.name for folder in sweeps_in(runs_dir)]
    message = _("{}: found no sweep of this name, neither a folder nor in {}").format(text, runs_dir / SWEEPS)
    if near := nearest_name(text, names):
        raise InputError(message + _("; did you mean '{}'?").format(near))
    if names:
        raise InputError(message + _("; the latest is '{}'").format(names[0]))
    raise InputError(message + _("; `mlp-tui sweep FILE.toml` begins one"))
