"""What people did to a training, and under which conditions it began: one JSON object a line, in the order of time.

Places are completed epochs and mini-batches of the next one. An entry that stands before earlier ones, as after a
rewind, makes those void: training has gone back behind them.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

import msgspec

from .texts import _

Place = tuple[int, int]

FORMAT_VERSION = "1"


class Start(msgspec.Struct, tag="start", tag_field="what", frozen=True):
    """The start conditions. `data_sha256` is of the training examples as the network sees them."""

    time: str
    program: str
    python: str
    numpy: str
    processor: str
    data_sha256: str
    format: str = FORMAT_VERSION


class Change(msgspec.Struct, tag="change", tag_field="what", frozen=True):
    """A key of the experiment that was changed, from this place on."""

    epoch: int
    batch: int
    key: str
    before: Any
    after: Any


class GoOn(msgspec.Struct, tag="go on", tag_field="what", frozen=True):
    """Training went on after a stop rule had ended it."""

    epoch: int
    batch: int


class Rewind(msgspec.Struct, tag="rewind", tag_field="what", frozen=True):
    """Training went back, from one place to another."""

    epoch: int
    batch: int
    to_epoch: int
    to_batch: int


class Stop(msgspec.Struct, tag="stop", tag_field="what", frozen=True):
    """Training stopped here, with these weights."""

    epoch: int
    batch: int
    stopped_by: str
    weights_sha256: str


Entry = Start | Change | GoOn | Rewind | Stop
Step = Change | GoOn


def write(entry: Entry) -> str:
    """The entry's line."""
    return msgspec.json.encode(entry).decode() + "\n"


def read(text: str) -> tuple[list[Entry], list[str]]:
    """The entries of a journal, and what is wrong with lines that are none, a line torn by a crash among them."""
    entries: list[Entry] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entries.append(msgspec.json.decode(line, type=Entry))
        except (msgspec.DecodeError, msgspec.ValidationError) as problem:
            problems.append(_("line {}: found no entry of a journal: {}").format(number, problem))
    return entries, problems


def steps(entries: Iterable[Entry]) -> list[Step]:
    """What was done on the way to where training is now, in order; what was gone back behind is left out."""
    way: list[Step] = []
    for entry in entries:
        if isinstance(entry, Start):
            continue
        if isinstance(entry, Rewind):
            way = [step for step in way if place(step) < (entry.to_epoch, entry.to_batch)]
            continue
        way = [step for step in way if place(step) <= place(entry)]
        if not isinstance(entry, Stop):
            way.append(entry)
    return way


def fork(one: Sequence[Step], other: Sequence[Step]) -> Place | None:
    """Where two ways of the same training part, None where they don't: what isn't done differently is the same."""
    for first, second in zip_longest(one, other):
        if first != second:
            return min(place(step) for step in (first, second) if step is not None)
    return None


def place(entry: Change | GoOn | Rewind | Stop) -> Place:
    """Where it happened."""
    return entry.epoch, entry.batch
