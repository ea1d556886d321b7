"""What people did to a training, and under which conditions it ran: one JSON object per line, oldest first.

A place is the number of completed epochs and that of mini-batches of the next one.
"""

from io import BytesIO
from typing import Annotated, Any

import msgspec

from core.experiment.experiment import FIELDS, Experiment
from core.support.errors import NewerFormat, is_newer
from core.support.i18n import _
from core.support.strict_json import decode

Position = tuple[int, int]

FORMAT_VERSION = "1"
WRONG = 1000
"""After so many lines without an entry the rest of a journal isn't read."""

Count = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""A number of epochs or mini-batches; the limit is more than anyone trains."""


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """What the last bits depend on, and when that was.

    `data_sha256` is the digest of the training examples as the network sees them.
    """

    time: str
    program: str
    python: str
    numpy: str
    processor: str
    data_sha256: str


class Start(Conditions, tag="start", tag_field="what", frozen=True, kw_only=True):
    """Training began, under these conditions."""

    format: str = FORMAT_VERSION


class Resume(Conditions, tag="resume", tag_field="what", frozen=True, kw_only=True):
    """Training was resumed here in another process, under these conditions."""

    epoch: Count
    batch: Count


class Change(msgspec.Struct, tag="change", tag_field="what", frozen=True):
    """A key of the experiment that a person changed, with effect from this place on."""

    epoch: Count
    batch: Count
    key: str
    before: Any
    after: Any


class Action(msgspec.Struct, tag="deed", tag_field="what", frozen=True, omit_defaults=True):
    """An action on the network by hand: `act` is its name in `deeds.ACTIONS`, `fit` how it fitted weights if it did."""

    epoch: Count
    batch: Count
    act: str
    arguments: list[Any]
    fit: str = "least_squares"


class GoOn(msgspec.Struct, tag="go on", tag_field="what", frozen=True):
    """Training went on after a stop rule had ended it."""

    epoch: Count
    batch: Count


class Rewind(msgspec.Struct, tag="rewind", tag_field="what", frozen=True):
    """Training went back from this place to an earlier one."""

    epoch: Count
    batch: Count
    to_epoch: Count
    to_batch: Count

    @property
    def to(self) -> Position:
        """The place to which training went back."""
        return self.to_epoch, self.to_batch


class Stop(msgspec.Struct, tag="stop", tag_field="what", frozen=True):
    """Training stopped here, with these weights."""

    epoch: Count
    batch: Count
    stopped_by: str
    weights_sha256: str


class Unreadable(msgspec.Struct, frozen=True):
    """A line that is no entry, and what is wrong with it."""

    line: int
    problem: str


class Version(msgspec.Struct, frozen=True):
    """The part of an entry that every version can read."""

    format: Any = None
    program: Any = ""


Written = Start | Resume | Change | Action | GoOn | Rewind | Stop
Entry = Written | Unreadable
JournalStep = Change | Action | GoOn


def journal_line(entry: Entry) -> str:
    """The entry as a line of the journal."""
    return msgspec.json.encode(entry).decode() + "\n"


def read_journal(content: bytes) -> list[Entry]:
    """The entries of a journal, one per line; a last line without its end, as a crash leaves it, is ignored."""
    entries: list[Entry] = []
    wrong = 0
    for number, line in enumerate(BytesIO(content), 1):
        if not line.endswith(b"\n"):
            break
        entry = _read(number, line)
        entries.append(entry)
        wrong += isinstance(entry, Unreadable)
        if wrong == WRONG:
            entries.append(Unreadable(number + 1, _("so many lines are wrong that the rest is not read")))
            break
    return entries


def _read(number: int, line: bytes) -> Entry:
    try:
        entry: Written = decode(line, Written)
    except msgspec.DecodeError as problem:
        return Unreadable(number, _("found no entry of a journal: {}").format(problem))
    if isinstance(entry, Start) and entry.format != FORMAT_VERSION:
        text = _("found format {}, expected {}").format(entry.format, FORMAT_VERSION)
        return Unreadable(number, text)
    if isinstance(entry, Rewind) and entry.to > position_of(entry):
        return Unreadable(number, _("found a rewind to a place that training had not come to"))
    return entry


def check_journal_format(content: bytes, where: object) -> None:
    """Raises NewerFormat where an entry is of a later version; `where` is the file's path, for the message."""
    program, wrong = "", 0
    for number, line in enumerate(BytesIO(content), 1):
        try:
            about = decode(line, Version)
        except msgspec.DecodeError:  # what is no entry is told by `read_journal`, which goes no further, either
            wrong += 1
            if wrong == WRONG:
                return
            continue
        program = about.program if isinstance(about.program, str) else program
        if is_newer(about.format, FORMAT_VERSION):
            raise NewerFormat(_("{}, line {}").format(where, number), about.format, FORMAT_VERSION, program)


def position_of(entry: Resume | Change | Action | GoOn | Rewind | Stop) -> Position:
    """The place at which an entry was made."""
    return entry.epoch, entry.batch


def changes_between(at: Position, old: Experiment, new: Experiment) -> list[Change]:
    """An entry for each key in which two experiments differ, in an order in which each alone can be applied."""
    pairs = ((key, old.get(key), new.get(key)) for key in FIELDS)
    found = [Change(*at, key, one, other) for key, one, other in pairs if one != other]
    # Early stopping needs figures: when both are turned off, it goes first.
    return sorted(found, key=lambda change: change.key != "training.early_stopping" or change.after != 0)
