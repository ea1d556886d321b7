"""The journal of a training: what people did, one JSON object a line, oldest first.

It also records the conditions under which training ran.
"""

from io import BytesIO
from typing import Annotated, Any

import msgspec

from core.experiment.experiment import FIELDS, Experiment
from core.support.errors import NewerFormat, is_newer
from core.support.i18n import _
from core.support.strict_json import decode

Position = tuple[int, int]
"""A position in a training: completed epochs, and completed mini-batches of the next one. Also called place."""

FORMAT_VERSION = "1"
DATA_ACTIONS = frozenset(("set_key", "set_keys", "add_point", "move_point", "remove_point"))
"""The actions that may change the data, by their names: the epoch then starts again with other examples."""

MOST_WRONG_LINES = 1000
"""After this many wrong lines the rest of a journal isn't read."""

Count = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""A number of epochs or mini-batches."""


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """The environment on which the last bits of a training depend, and the time.

    `data_sha256` is the digest of the prepared training examples.
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
    """A person changed a key of the experiment, with effect from this position on."""

    epoch: Count
    batch: Count
    key: str
    before: Any
    after: Any


class Action(msgspec.Struct, tag="deed", tag_field="what", frozen=True, omit_defaults=True):
    """An action on the network by hand. `act` is its name in `actions.ACTIONS`, `fit` a name in `actions.FITS`."""

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
    """Training went back from this position to an earlier one."""

    epoch: Count
    batch: Count
    to_epoch: Count
    to_batch: Count

    @property
    def to(self) -> Position:
        """The position to which training went back."""
        return self.to_epoch, self.to_batch


class Stop(msgspec.Struct, tag="stop", tag_field="what", frozen=True):
    """Training stopped here, with these weights."""

    epoch: Count
    batch: Count
    stopped_by: str
    weights_sha256: str


class Unreadable(msgspec.Struct, frozen=True):
    """A line that isn't a valid entry, and why."""

    line: int
    problem: str


class EntryVersion(msgspec.Struct, frozen=True):
    """The fields of an entry that every version can read."""

    format: Any = None
    program: Any = ""


Written = Start | Resume | Change | Action | GoOn | Rewind | Stop
Entry = Written | Unreadable
JournalStep = Change | Action | GoOn


def journal_line(entry: Entry) -> str:
    """The entry as a line of the journal, with its line break."""
    return msgspec.json.encode(entry).decode() + "\n"


def read_journal(content: bytes) -> list[Entry]:
    """The entries of a journal, one per line. A last line without a line break, as a crash leaves it, is ignored."""
    entries: list[Entry] = []
    wrong = 0
    for number, line in enumerate(BytesIO(content), 1):
        if not line.endswith(b"\n"):
            break
        entry = _read(number, line)
        entries.append(entry)
        wrong += isinstance(entry, Unreadable)
        if wrong == MOST_WRONG_LINES:
            entries.append(Unreadable(number + 1, _("too many lines are wrong; the rest is not read")))
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
        return Unreadable(number, _("found a rewind to a position that training had not reached"))
    return entry


def check_journal_format(content: bytes, where: object) -> None:
    """Raises NewerFormat where an entry is of a later version; `where` is the file's path, for the message."""
    program, wrong = "", 0
    for number, line in enumerate(BytesIO(content), 1):
        try:
            about = decode(line, EntryVersion)
        except msgspec.DecodeError:  # reported by `read_journal`, which stops there too
            wrong += 1
            if wrong == MOST_WRONG_LINES:
                return
            continue
        program = about.program if isinstance(about.program, str) else program
        if is_newer(about.format, FORMAT_VERSION):
            raise NewerFormat(_("{}, line {}").format(where, number), about.format, FORMAT_VERSION, program)


def position_of(entry: Resume | Change | Action | GoOn | Rewind | Stop) -> Position:
    """The position at which an entry was made."""
    return entry.epoch, entry.batch


def changes_between(at: Position, old: Experiment, new: Experiment) -> list[Change]:
    """An entry for each key in which two experiments differ, in an order in which they can be applied one by one."""
    pairs = ((key, old.get(key), new.get(key)) for key in FIELDS)
    found = [Change(*at, key, before, after) for key, before, after in pairs if before != after]
    # Early stopping needs figures: when both are turned off, its change comes first.
    return sorted(found, key=lambda change: change.key != "training.early_stopping" or change.after != 0)
