"""The thread that reads run folders: what it finds, does, tells, and survives."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Event as Flag

import pytest
from recorded import save_run

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.runs.summary import Label, write_label
from core.support.errors import InputError
from tui_mlp.session.reading.runs_reader import RunsReader

Reading = tuple[RunsReader, SimpleQueue[None]]


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    trainer = Trainer(Experiment.load("xor", ["training.epochs=3"]))
    trainer.run()
    return save_run(trainer, tmp_path, "epochs")


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Reading]:
    """A reader, and what it wakes for."""
    reader = RunsReader(tmp_path)
    woken: SimpleQueue[None] = SimpleQueue()
    reader.attach(lambda: woken.put(None))
    yield reader, woken
    assert reader.close(timeout=60)


def test_it_finds_runs_and_the_figures_wanted(folder: RunFolder, reading: Reading) -> None:
    reader, woken = reading
    assert reader.found is None
    reader.read([])
    woken.get(timeout=60)
    assert [run.name for run in reader.found.runs] == ["xor"]  # type: ignore[attr-defined]
    assert reader.found.tables == {}  # type: ignore[attr-defined]
    reader.read([folder], list_runs=False)
    woken.get(timeout=60)
    assert reader.found.tables[folder.name][:, 0].tolist() == [1, 2, 3]  # type: ignore[attr-defined]


def test_it_wakes_nobody_where_nothing_changed(folder: RunFolder, reading: Reading) -> None:
    reader, woken = reading
    reader.read([folder])
    woken.get(timeout=60)
    for _ in range(3):
        reader.read([folder])
        reader.change(lambda: "")
    reader.change(lambda: "done")
    assert reader.events.get(timeout=60).text == "done"
    woken.get(timeout=60)
    assert woken.empty()


def test_what_is_done_is_found_at_once(folder: RunFolder, reading: Reading) -> None:
    reader, woken = reading
    reader.read([])
    woken.get(timeout=60)

    def rename() -> str:
        write_label(folder, Label("mine"))
        return ""

    reader.change(rename)
    woken.get(timeout=60)
    assert reader.found is not None
    assert reader.found.runs[0].name == "mine"
    assert reader.events.empty(), "nothing to tell"


def test_what_cannot_be_done_is_told_and_it_goes_on(folder: RunFolder, reading: Reading) -> None:
    reader, woken = reading

    def refuse() -> str:
        raise InputError("not this one")

    reader.change(refuse)
    woken.get(timeout=60)
    event = reader.events.get(timeout=60)
    assert (event.text, event.severity, event.failed) == ("not this one", "error", False)
    reader.change(lambda: "that one")
    assert reader.events.get(timeout=60).severity == "information"


def test_a_fault_of_ours_is_told_with_its_place(reading: Reading) -> None:
    reader, woken = reading
    reader.change(lambda: str(1 / 0))
    woken.get(timeout=60)
    event = reader.events.get(timeout=60)
    assert event.failed
    assert "ZeroDivisionError" in event.text
    assert "test_runs_reader" in event.details


def test_a_slow_disk_is_not_asked_again_and_again(folder: RunFolder, reading: Reading) -> None:
    reader, woken = reading
    hold, held = Flag(), Flag()
    reader.change(lambda: [held.set(), hold.wait(60), ""][2])  # type: ignore[func-returns-value, arg-type, return-value]
    held.wait(60)
    for _ in range(50):
        reader.read([folder])
    assert reader._requests.qsize() == 1
    hold.set()
    woken.get(timeout=60)
    assert reader.found is not None
    assert reader.found.runs
