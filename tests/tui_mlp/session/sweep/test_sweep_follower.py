"""The thread that follows a sweep: which one, what changes, what it tells."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest
from saved_sweeps import SWEEP, a_status, a_sweep, trials_of, write_ended, write_status

from core.support.errors import InputError
from core.support.file_locks import Lock
from tui_mlp.session.sweep.sweep_follower import FoundSweep, SweepFollower

Follow = Callable[..., tuple[SweepFollower, SimpleQueue[None]]]


@pytest.fixture
def follow(tmp_path: Path) -> Iterator[Follow]:
    """Makes a follower of the latest sweep there, or of a wanted one; and what it wakes for."""
    made = list[SweepFollower]()

    def make(wanted: Path | None = None) -> tuple[SweepFollower, SimpleQueue[None]]:
        follower = SweepFollower(tmp_path, wanted)
        woken: SimpleQueue[None] = SimpleQueue()
        follower.attach(lambda: woken.put(None))
        made.append(follower)
        follower.read([1])
        woken.get(timeout=60)
        return follower, woken

    yield make
    assert all(follower.close(timeout=60) for follower in made)


def found_by(follower: SweepFollower) -> FoundSweep:
    assert follower.found is not None
    return follower.found


def test_without_any_it_finds_nothing_until_there_is_one(tmp_path: Path, follow: Follow) -> None:
    follower, woken = follow()
    assert found_by(follower).sweep is None
    folder = a_sweep(tmp_path, 6)
    follower.read([1])
    woken.get(timeout=60)
    assert found_by(follower).path == folder.path


def test_it_reads_what_is_new_and_wakes_only_then(tmp_path: Path, follow: Follow) -> None:
    folder = a_sweep(tmp_path, 6)
    follower, woken = follow()
    saved = found_by(follower).saved
    assert saved is not None
    assert (len(saved.ended), saved.is_live, set(found_by(follower).curves)) == (4, False, {1})
    with Lock(folder.lock):
        follower.read([1])
        woken.get(timeout=60)
        saved = found_by(follower).saved
        assert saved is not None
        assert saved.is_live
        ended, training = trials_of(6, 1)
        write_ended(folder, ended)
        write_status(folder, a_status(ended, training))
        follower.do(lambda: "done")
        assert follower.events.get(timeout=60).text == "done"
        woken.get(timeout=60)
        woken.get(timeout=60)
        saved = found_by(follower).saved
        assert saved is not None
        assert len(saved.ended) == 5
        follower.read([1])
        follower.do(lambda: "last")
        assert follower.events.get(timeout=60).text == "last"
        woken.get(timeout=60)
        assert woken.empty(), "nothing changed"


def test_a_file_with_a_sweep_then_the_folder_that_it_became(tmp_path: Path, follow: Follow) -> None:
    latest = a_sweep(tmp_path, 6)
    os.utime(latest.sweep_file, (2e9, 2e9))
    file = tmp_path / "wanted.toml"
    file.write_text(SWEEP)
    follower, woken = follow(file)
    assert found_by(follower).path == file
    assert found_by(follower).saved is None
    other = a_sweep(tmp_path, 4, name="begun-2026-12-02-000000")
    follower.do(lambda: other.path)
    woken.get(timeout=60)
    assert found_by(follower).path == other.path
    plain = tmp_path / "plain.toml"
    plain.write_text("name = 'no sweep'\n[data]\nsource = 'spiral'\n")
    follower.follow(plain)
    follower.do(lambda: "done")
    assert follower.events.get(timeout=60).text == "done"
    assert found_by(follower).path == other.path, "what has no sweep changes nothing"


def test_a_file_that_was_changed_is_read_when_it_is_opened_again(tmp_path: Path, follow: Follow) -> None:
    file = tmp_path / "wanted.toml"
    file.write_text(SWEEP)
    follower, woken = follow(file)
    file.write_text(SWEEP.replace("trials = 40", "trials = 7"))
    follower.follow(file)
    woken.get(timeout=60)
    sweep = found_by(follower).sweep
    assert sweep is not None
    assert sweep.settings.trials == 7


def test_what_is_refused_or_wrong_is_told(tmp_path: Path, follow: Follow) -> None:
    folder = a_sweep(tmp_path, 6)
    folder.sweep_file.write_text(SWEEP.replace('"training.momentum"', '"training.momentun"'))
    follower, woken = follow()
    assert "momentum" in found_by(follower).problem, "the nearest name"

    def refuse() -> None:
        raise InputError("not today")

    follower.do(refuse)
    assert follower.events.get(timeout=60).text == "not today"
    woken.get(timeout=60)

    def fault() -> None:
        raise ZeroDivisionError("oh")

    follower.do(fault)
    event = follower.events.get(timeout=60)
    assert event.failed
    assert "ZeroDivisionError: oh" in event.text
