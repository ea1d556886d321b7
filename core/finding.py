"""A run by what a person calls it, or the last one."""

import os
from pathlib import Path

from .errors import InputError
from .experiment_file import FILE_NAME
from .runs import RunFolder
from .suggestions import nearest_name
from .summary import RUNNING, runs
from .texts import _


def find(name: str, runs_dir: Path) -> RunFolder:
    """A run by its folder, or by its name among the saved ones. Raises InputError."""
    unreadable = ""
    for path in (runs_dir / name, Path(name)):
        try:
            os.lstat(path / FILE_NAME)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a path that no file can have
            continue
        except OSError as problem:  # a closed folder, a name that is too long
            unreadable = _("{}: cannot be read: {}; expected a run").format(path, problem.strerror)
            continue
        return RunFolder.open(path)
    if unreadable:
        raise InputError(unreadable)
    if os.path.isdir(name):
        return RunFolder.open(Path(name))  # tells what is missing there
    message = _("{}: found no run of this name, neither a folder nor in {}")
    near = nearest_name(name, [folder.name for folder, _summary in runs(runs_dir)])
    hint = _("; did you mean '{}'?").format(near) if near else _("; `mlp-tui runs` lists them")
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
