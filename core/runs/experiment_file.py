"""The present settings as an experiment file, which opens as the same experiment."""

import os
from pathlib import Path

from core.experiment.experiment import Experiment
from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import Refused

from .run_folder import SUMMARY, name_for_files

ENDING = ".toml"


def suggested_name(experiment: Experiment) -> str:
    """A file name made of the experiment's name, such as two-spirals.toml."""
    return (name_for_files(experiment.name) or "experiment") + ENDING


def path_to_write(text: str) -> Path:
    """The absolute path of a file that a person has typed, links followed, with the ending of experiment files.

    Raises InputError where no such file can be written, or must not be.
    """
    if not text.strip():
        raise InputError(_("found no name, expected a file such as experiment.toml"))
    path = Path(os.path.realpath(os.path.expanduser(text.strip())))
    if path.is_dir():
        raise InputError(_("{}: is a folder; add the name of a file").format(path))
    if path.suffix != ENDING:
        path = Path(os.path.realpath(path.with_name(path.name + ENDING)))
    if not path.parent.is_dir():
        raise InputError(_("{}: there is no such folder; make it first, or choose another").format(path.parent))
    if os.path.lexists(path.parent / SUMMARY):
        message = _("{}: is the folder of a saved run, whose files never change; choose another folder")
        raise InputError(message.format(path.parent))
    return path


def write_experiment(path: Path, experiment: Experiment) -> None:
    """Write the file, in place of one that is there. Raises InputError where that fails; the old file stays then."""
    try:
        files.write(path, experiment.dumps().encode("utf-8"))
    except UnicodeEncodeError as problem:
        message = _("{}: cannot be written: the name or the path of the data isn't text; rename the file of the data")
        raise InputError(message.format(path)) from problem
    except Refused as problem:
        raise InputError(_("{}; choose another name").format(problem)) from problem
    except OSError as problem:
        message = _("{}: cannot be written: {}; choose another folder, or make room on the disk")
        raise InputError(message.format(path, problem.strerror)) from problem
