"""label.json: what a person calls a run, and noted of it. In a file of its own, which training never writes."""

import msgspec

from . import files
from .errors import InputError
from .json_text import decode
from .runs import LABEL, RunFolder, writing
from .texts import _

FILE_NAME = LABEL


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name to show in place of the experiment's, and a note; empty where there is none."""

    name: str = ""
    note: str = ""


def read(folder: RunFolder) -> Label:
    """The run's label, an empty one where it has none, or none that can be read."""
    try:
        return _read(folder)
    except (OSError, InputError, msgspec.DecodeError):
        return Label()


def _read(folder: RunFolder) -> Label:
    label: Label = decode(folder.read(LABEL), Label)
    return label


def write(folder: RunFolder, label: Label) -> None:
    """Keep the label. The folder keeps its own name. Raises InputError where that can't be written.

    Also where there is something that isn't a label of ours: a newer version may have written it.
    """
    try:
        _read(folder)
    except OSError:
        pass  # there is none yet, or writing says what is wrong
    except msgspec.DecodeError as problem:
        message = _("{}: found no label that can be read: {}; it is not written over, remove it first")
        raise InputError(message.format(folder.path / FILE_NAME, problem)) from problem
    with writing(folder.path):
        files.write(folder.path / LABEL, msgspec.json.encode(label) + b"\n")
