"""label.json: what a person calls a run, and noted of it. In a file of its own, which training never writes."""

import msgspec

from . import files
from .runs import RunFolder, writing

FILE_NAME = "label.json"


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name to show in place of the experiment's, and a note; empty where there is none."""

    name: str = ""
    note: str = ""


def read(folder: RunFolder) -> Label:
    """The run's label, an empty one where it has none, or none that can be read."""
    try:
        return msgspec.json.decode((folder.path / FILE_NAME).read_bytes(), type=Label)
    except (OSError, msgspec.DecodeError):
        return Label()


def write(folder: RunFolder, label: Label) -> None:
    """Keep the label. The folder keeps its own name. Raises InputError where that can't be written."""
    with writing(folder.path):
        files.write(folder.path / FILE_NAME, msgspec.json.encode(label) + b"\n")
