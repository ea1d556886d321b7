"""The notes on data, each with its column and the key that changes what it tells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from core.data.dataset import Data
from core.data.description import Description
from core.data.note import Note
from core.data.source_rows.source_rows import SourceRows
from core.support.retranslation import retranslated

from .telling_missing import telling_missing

BRACKETS = re.compile(r" \([^()]*\)")

PaneName = Literal["", "columns", "splits"]

KEYS: dict[str, tuple[str, PaneName]] = {
    "data.ignore": ("↵", "columns"),
    "data.kinds": ("k", "columns"),
    "data.missing": ("m", "columns"),
    "data.standardize": ("g", "columns"),
    "data.target": ("t", "columns"),
    "data.task": ("c", "columns"),
    "data.split": ("d", "splits"),
    "data.validation_fraction": ("+", "splits"),
    "data.test_fraction": ("+", "splits"),
}
"""By the setting that a note names, the key that changes it, and the pane in which it does."""

ROLE = KEYS["data.ignore"]

FLAG = "f"
"""The key that adds or removes inputs for missing cells."""
FLAG_SETTING = "data.missing"

RANKS = {"data.target": 0, "data.task": 0, "data.missing": 2}
"""Notes by what they name, the most important first: a wrong target spoils all."""
OTHERS = 1


@dataclass(frozen=True)
class DataNote:
    """A note: its sentence; the columns that it is about, by name; the key that changes what it tells, and where.

    `key` and `pane` are empty where no key does.
    """

    text: str
    columns: tuple[str, ...] = ()
    key: str = ""
    pane: PaneName = ""
    setting: str = ""

    @property
    def short(self) -> str:
        """The sentence without what can be done about it, for which the key stands, and without what is in brackets."""
        return BRACKETS.sub("", self.text.partition("; ")[0])


def data_notes(data: Data, source: SourceRows | None) -> list[DataNote]:
    """The notes on the data, in the order of their description; behind them what the rows tell, once they are read."""
    found = [_with_key(note, data.description) for note in data.description.notes]
    if source is not None and source.data is data:
        found += [
            DataNote(retranslated(text), (name,), FLAG, "columns", FLAG_SETTING)
            for name, text in telling_missing(source)
        ]
    return found


def most_important(notes: Iterable[DataNote]) -> list[DataNote]:
    """The notes that a key changes, the most important first: those on the target, then those on single columns."""
    found = [note for note in notes if note.key]
    return sorted(found, key=lambda note: RANKS.get(note.setting, OTHERS))


def _with_key(text: str, description: Description) -> DataNote:
    note = text if isinstance(text, Note) else Note(text)
    known = {one.name: one for one in description.columns}
    columns = tuple(name for name in note.columns if name in known)
    key, pane = KEYS.get(note.setting, ("", ""))
    if note.setting == "data.kinds" and columns and known[columns[0]].role == "ignored":
        key, pane = ROLE  # the same key takes it in and leaves it out
    if pane == "columns" and not columns:
        columns = tuple(one.name for one in description.columns if one.role == "target")[:1]
    return DataNote(str(retranslated(note)), columns, key, pane, note.setting)
