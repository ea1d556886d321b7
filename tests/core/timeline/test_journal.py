"""The journal: what people did, line by line, and which way it makes."""

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import some_experiment

from core.timeline.journal import (
    Change,
    Entry,
    GoOn,
    JournalStep,
    Resume,
    Rewind,
    Start,
    Stop,
    Unreadable,
    changes_between,
    journal_line,
    position_of,
    read_journal,
)
from core.timeline.journal_steps import branch_point, effective_steps, steps_before

CONDITIONS = {
    "time": "2026-11-24T10:15:02+01:00", "program": "1", "python": "3.11", "numpy": "2", "processor": "x",
    "data_sha256": "ab",
}  # fmt: skip
START = Start(**CONDITIONS)
CHANGE = Change(3, 2, "training.learning_rate", 0.5, 0.25)
ENTRIES: list[Entry] = [
    START,
    CHANGE,
    Resume(**CONDITIONS, epoch=4, batch=1),
    GoOn(5, 0),
    Rewind(7, 3, 2, 1),
    Stop(9, 0, "early_stopping", "cd"),
]


def lines(*entries: Any) -> bytes:
    return "".join(map(journal_line, entries)).encode()


def at(epoch: int, batch: int) -> Change:
    """A change there."""
    return Change(epoch, batch, "training.l2", 0.0, epoch + batch / 10)


def test_what_is_written_is_read() -> None:
    assert read_journal(lines(*ENTRIES)) == ENTRIES
    assert read_journal(b"") == []


def test_a_line_an_entry_for_those_who_grep() -> None:
    assert journal_line(CHANGE) == (
        '{"what":"change","epoch":3,"batch":2,"key":"training.learning_rate","before":0.5,"after":0.25}\n'
    )
    assert [json.loads(line)["what"] for line in lines(*ENTRIES).splitlines()] == [
        "start", "change", "resume", "go on", "rewind", "stop",
    ]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.booleans() | st.lists(st.floats(0, 1)))
def test_any_value_comes_back_to_the_bit(value: Any) -> None:
    (entry,) = read_journal(lines(Change(1, 0, "training.l2", value, value)))
    assert isinstance(entry, Change)
    assert entry.after == value
    assert repr(entry.after) == repr(value)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(lines(*ENTRIES))))
def test_torn_anywhere_what_was_whole_is_read(length: int) -> None:
    torn = lines(*ENTRIES)[:length]
    assert read_journal(torn) == ENTRIES[: torn.count(b"\n")]


@pytest.mark.parametrize(
    "wrong", [b"", b"{", b"\xff\xfe", b"[]", b'{"what":"dance","epoch":1}', b'{"what":"go on","epoch":"one","batch":0}']
)
def test_a_line_that_is_no_entry_keeps_its_place(wrong: bytes) -> None:
    found = read_journal(lines(START) + wrong + b"\n" + lines(CHANGE))
    assert found[::2] == [START, CHANGE]
    assert isinstance(found[1], Unreadable)
    assert found[1].line == 2
    assert found[1].problem.startswith("found no entry of a journal: ")


def test_another_format() -> None:
    (entry,) = read_journal(lines(START).replace(b'"format":"1"', b'"format":"2"'))
    assert entry == Unreadable(1, "found format 2, expected 1")


def test_the_way_is_what_was_done_and_not_gone_back_behind() -> None:
    assert effective_steps(ENTRIES[:4]) == [CHANGE, GoOn(5, 0)]
    assert effective_steps(ENTRIES) == []
    one, two, three, four = at(1, 0), at(2, 3), at(4, 0), at(4, 1)
    way: list[Entry] = [START, one, two, three, four]
    assert effective_steps(way) == [one, two, three, four]
    assert effective_steps([*way, Rewind(9, 0, 4, 1)]) == [one, two, three], (
        "what was done at the place itself is undone"
    )
    assert effective_steps([*way, Rewind(9, 0, 2, 4)]) == [one, two]
    assert effective_steps([*way, Rewind(9, 0, 0, 0)]) == []
    again = at(2, 5)
    assert effective_steps([*way, Rewind(9, 0, 2, 4), again, Stop(3, 0, "interrupted", "ab")]) == [one, two, again]
    assert effective_steps([*way, Rewind(9, 0, 4, 0), again, Rewind(8, 0, 2, 3), three]) == [one, three]


def test_what_cannot_be_read_is_no_step() -> None:
    assert effective_steps([START, Unreadable(2, "torn"), CHANGE]) == [CHANGE]


def test_before_a_place() -> None:
    way: list[JournalStep] = [at(1, 0), at(2, 3), at(2, 3), at(4, 0)]
    assert steps_before(way, (2, 3)) == way[:1]
    assert steps_before(way, (2, 4)) == way[:3]
    assert steps_before(way, (9, 0)) == way


def test_where_two_ways_part() -> None:
    one, two, three = at(1, 0), at(2, 3), at(4, 0)
    assert branch_point([], []) is None
    assert branch_point([one, two], [one, two]) is None
    assert branch_point([one], [one, two]) == branch_point([one, two], [one]) == (2, 3)
    assert branch_point([one, three], [one, two]) == (2, 3)
    assert branch_point([], [three]) == (4, 0)
    assert branch_point([one], [Change(1, 0, "training.l2", 0.0, 7.0)]) == (1, 0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans())))
def test_the_way_is_always_in_order(moves: list[tuple[int, int, bool]]) -> None:
    entries: list[Entry] = []
    now = (0, 0)
    for epoch, batch, back in moves:
        to = (epoch, batch)
        if back and to < now:
            entries.append(Rewind(*now, *to))
            now = to
        elif to >= now:
            entries.append(at(*to))
            now = to
    way = [position_of(step) for step in effective_steps(entries)]
    assert way == sorted(way)
    assert all(one <= now for one in way)


def test_changes_of_an_experiment_can_be_made_one_by_one(tmp_path: Path) -> None:
    old = some_experiment(tmp_path, "training.early_stopping=5")
    new = old.replace_all(
        {"training.early_stopping": 0, "training.evaluate_every": 0, "training.l2": 0.5, "training.optimizer": "adam"}
    )
    found = changes_between((3, 1), old, new)
    assert {(change.key, change.after) for change in found} >= {
        ("training.early_stopping", 0), ("training.evaluate_every", 0), ("training.l2", 0.5),
    }  # fmt: skip
    assert all(position_of(change) == (3, 1) for change in found)
    experiment = old
    for change in found:
        assert experiment.get(change.key) == change.before
        experiment = experiment.replace(change.key, change.after)
    assert experiment == new
    for change in changes_between((4, 0), new, old):
        experiment = experiment.replace(change.key, change.after)
    assert experiment == old
    assert changes_between((3, 1), old, old) == []


def test_a_journal_that_goes_back_thousands_of_times_takes_no_time() -> None:
    way = [at(1, 0)] * 20_000
    start = process_time()
    assert effective_steps([*way, *[Rewind(5, 0, 5, 0)] * 20_000]) == way
    assert process_time() - start < 2
