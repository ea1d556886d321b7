"""Exports the trials of a sweep: as CSV, or for Optuna's dashboard."""

import shlex
from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.libraries import need_libraries
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SweepReader
from core.sweeps.saved.trials_csv import trials_as_csv
from core.sweeps.search.storage_copy import copy_to_storage
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
            print_csv(exact(line))
        return
    try:
        with open(target, "x", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except FileExistsError as problem:
        raise InputError(_("{}: exists already; delete it, or give another name").format(target)) from problem
    except OSError as problem:
        raise InputError(_("{}: cannot be written: {}").format(target, problem.strerror)) from problem
    say(_("written to {}").format(exact(str(target))), err=True)


def export_to_optuna(folder: SweepFolder, target: Path | None) -> None:
    """Copy the study to a new SQLite file, by default NAME.db in the current folder. Raises InputError."""
    need_libraries()
    target = Path(f"{folder.path.resolve().name}{STORAGE_ENDING}") if target is None else target
    copy_to_storage(folder, target)
    say(_("written to {}").format(exact(str(target))), err=True)
    command = f"optuna-dashboard {shlex.quote(f'sqlite:///{target}')}"
    say(_("look at it with: {}").format(exact(command)), err=True)
