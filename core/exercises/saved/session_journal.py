"""The journal of a session: what the student did, one JSON object a line."""

from io import BytesIO
from typing import Annotated, Any, NamedTuple

import msgspec

from core.exercises.verdict import SlipName, VerdictWord
from core.support.errors import NewerFormat, is_newer
from core.support.i18n import _
from core.support.strict_json import decode

from .digest_chain import START, chained, digest_of, unchained

FORMAT_VERSION = "1"
LARGEST_JOURNAL = 1024**2
"""Bytes: an answer takes some 300."""
MOST_PROBLEMS = 100
"""After this many wrong lines the rest of a journal isn't read."""

Number = Annotated[int, msgspec.Meta(ge=1, le=10**6)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
"""Seconds since the question was put, or since the last try."""


class Start(msgspec.Struct, tag="start", tag_field="what", frozen=True, kw_only=True):
    """A session began. The digests are of the exercise's file, of the first weights and of the training examples."""

    line: Number
    time: str
    exercise: str
    student: str
    seed: int | None
    program: str
    exercise_sha256: str
    weights_sha256: str
    data_sha256: str
    format: str = FORMAT_VERSION


class Resume(msgspec.Struct, tag="resume", tag_field="what", frozen=True, kw_only=True):
    """The session was gone on with by another process."""

    line: Number
    time: str
    program: str


class Answer(msgspec.Struct, tag="answer", tag_field="what", frozen=True, kw_only=True):
    """An answer to one thing that a question asks, by its name, and what it was found to be. Questions count from 1."""

    line: Number
    time: str
    question: Number
    asked: str
    given: str
    verdict: VerdictWord
    slip: SlipName | None
    seconds: Seconds


class Hint(msgspec.Struct, tag="hint", tag_field="what", frozen=True, kw_only=True):
    """A hint was given; they count from 1 in each question."""

    line: Number
    time: str
    question: Number
    number: Number


class GoOn(msgspec.Struct, tag="go_on", tag_field="what", frozen=True, kw_only=True):
    """The student left this question for the next one."""

    line: Number
    time: str
    question: Number


class GoTo(msgspec.Struct, tag="go_to", tag_field="what", frozen=True, kw_only=True):
    """The student went back to this question."""

    line: Number
    time: str
    question: Number


class End(msgspec.Struct, tag="end", tag_field="what", frozen=True, kw_only=True):
    """All questions were gone through; what they were worth then."""

    line: Number
    time: str
    score: float
    of: int


Entry = Start | Resume | Answer | Hint | GoOn | GoTo | End


class Problem(NamedTuple):
    """What is wrong with a line, counted from 1; 0 where it is no line of the journal."""

    line: int
    text: str


class NumberedEntry(NamedTuple):
    """An entry, and the line in which it was found, from 1."""

    line: int
    entry: Entry


class Journal(NamedTuple):
    """The entries that could be read, what is wrong with lines, the last line's digest, the number of lines."""

    entries: tuple[NumberedEntry, ...]
    problems: tuple[Problem, ...]
    digest: str
    lines: int


def start_of(journal: Journal) -> Start | None:
    """The journal's first entry, if it says how the session began."""
    first = journal.entries[0].entry if journal.entries else None
    return first if isinstance(first, Start) else None


class EntryVersion(msgspec.Struct, frozen=True):
    """The fields of an entry that every version can read."""

    format: Any = None
    program: Any = ""


def journal_line(entry: Entry, before: str) -> tuple[bytes, str]:
    """The entry as a line with its digest, and this digest; `before` is that of the line before.

    Its texts hold no lone surrogates.
    """
    return chained(msgspec.json.encode(entry), before)


def read_session_journal(content: bytes, where: object) -> Journal:
    """The entries of a journal, and the lines that aren't as the program wrote them; `where` is its path.

    A last line without a line break, as a crash leaves it, is ignored. Raises NewerFormat.
    """
    entries, problems = list[NumberedEntry](), list[Problem]()
    before, number = START, 0
    for number, line in enumerate(BytesIO(content), 1):
        if not line.endswith(b"\n"):
            number -= 1
            break
        if len(problems) >= MOST_PROBLEMS:
            problems.append(Problem(number, _("too many lines are wrong; the rest is not read")))
            break
        found = unchained(line)
        if found is None:
            problems.append(Problem(number, _("found no digest at its end: it wasn't written by the program")))
            continue
        entry = _entry(number, found.content, where, problems)
        if found.digest != digest_of(found.content, before):
            problems.append(Problem(number, _broken(number, entry)))
        before = found.digest
        if entry is not None:
            entries.append(NumberedEntry(number, entry))
    return Journal(tuple(entries), tuple(problems), before, number)


def _entry(number: int, content: bytes, where: object, problems: list[Problem]) -> Entry | None:
    try:
        about = decode(content, EntryVersion)
        if is_newer(about.format, FORMAT_VERSION):
            program = about.program if isinstance(about.program, str) else ""
            raise NewerFormat(_("{}, line {}").format(where, number), about.format, FORMAT_VERSION, program)
        entry: Entry = decode(content, Entry)
    except msgspec.DecodeError as problem:
        problems.append(Problem(number, _("found no entry of a session: {}").format(problem)))
        return None
    return entry


def _broken(number: int, entry: Entry | None) -> str:
    """Why a line's digest doesn't fit, as far as the number that stands in it tells."""
    if entry is None or entry.line == number:
        return _("it, or the line before it, was changed after it was written: its digest doesn't fit")
    message = _("it was written as line {}: lines before it were removed, added or moved")
    return message.format(entry.line)
