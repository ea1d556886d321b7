"""A run by what a person calls it, or the last one."""

import os
from difflib import get_close_matches
from pathlib import Path

from .errors import InputError
from .experiment_file import FILE_NAME
from .runs import RunFolder
from .summary import RUNNING, runs
from .texts import _


def find(name: str, runs_dir: Path) -> RunFolder:
    """A run by its folder, or by its name among the saved ones. Raises InputError."""
    for path in (runs_dir / name, Path(name)):
        if os.path.lexists(path / FILE_NAME):
            return RunFolder.open(path)
    if Path(name).is_dir():
        return RunFolder.open(Path(name))  # tells what is missing there
    message = _("{}: found no run of this name, neither a folder nor in {}")
    near = get_close_matches(name, [folder.name for folder, _summary in runs(runs_dir)], 1)
    hint = _("; did you mean '{}'?").format(near[0]) if near else _("; `mlp-tui runs` lists them")
    raise InputError(message.format(name, runs_dir) + hint)


def latest(runs_dir: Path) -> RunFolder:
    """The run that was saved last, of those that no program writes now, if there are any. Raises InputError."""
    found = list(runs(runs_dir))
    for folder, summary in found:
        if summary.state != RUNNING:
            return folder
    for folder, _summary in found:
        return folder
    raise InputError(_("{}: found no run there; `mlp-tui train EXPERIMENT` makes one").format(runs_dir))
