"""The present settings as an experiment file, which opens as the same experiment."""

from pathlib import Path

from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.support.i18n import _

from . import typed_files
from .run_folder import name_for_files

ENDING = ".toml"


def suggested_name(experiment: Experiment) -> str:
    """A file name made of the experiment's name, such as two-spirals.toml."""
    return (name_for_files(experiment.name) or "experiment") + ENDING


def path_to_write(text: str) -> Path:
    """The absolute path of a file that a person has typed, links followed, with the ending of experiment files.

    Raises InputError where no such file can be written, or must not be.
    """
    return typed_files.path_to_write(text, ENDING, "experiment.toml")


def write_experiment(path: Path, experiment: Experiment) -> None:
    """Write the file, in place of one that is there. Raises InputError where that fails; the old file stays then."""
    try:
        content = experiment.dumps().encode("utf-8")
    except UnicodeEncodeError as problem:
        message = _("{}: cannot be written: the name or the path of the data isn't text; rename the file of the data")
        raise InputError(message.format(path)) from problem
    typed_files.write_file(path, content)
