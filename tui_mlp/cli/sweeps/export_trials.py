"""Exports the trials of a sweep: as CSV, or as a file of Optuna's own for its dashboard."""

import os
from pathlib import Path

from core.sweeps.search.export import copy_to_storage, trials_as_csv

from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.libraries import need_libraries
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SweepReader
from tui_mlp.cli.console import exact, say, warn
from tui_mlp.cli.output import print_csv

STORAGE_ENDING = ".db"
"""Of SQLite files, as Optuna's documents name them."""


def export_csv(folder: SweepFolder, target: Path | None) -> None:
    """Write a line for each trial that has ended to a new file, or to stdout if it is None. Raises InputError."""
    saved = SweepReader(folder).refresh()
    for problem in saved.problems:
        warn(problem)
    lines = trials_as_csv(saved.sweep, saved.ended)
    if target is None:
        for line in lines:
            print_csv(line)
        return
    try:
        with open(target, "x", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except FileExistsError as problem:
        raise InputError(_exists(target)) from problem
    except OSError as problem:
        raise InputError(_("{}: cannot be written: {}").format(target, problem.strerror)) from problem
    say(_("written to {}").format(exact(str(target))), err=True)


def export_to_optuna(folder: SweepFolder, target: Path | None) -> None:
    """Copy the study to a new SQLite file, by default NAME.db in the current folder. Raises InputError."""
    need_libraries()
    target = Path(f"{folder.path.resolve().name}{STORAGE_ENDING}") if target is None else target
    if os.path.lexists(target):
        raise InputError(_exists(target))
    copy_to_storage(folder, target)
    message = _("written to {0}: optuna-dashboard sqlite:///{0}")
    say(message.format(exact(str(target))), err=True)


def _exists(target: Path) -> str:
    return _("{}: exists already, and is not overwritten; choose another name, or delete it").format(target)
