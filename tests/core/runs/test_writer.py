"""What stands in a run's folder after each writes, and what is left in a writes that couldn't be written."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import pytest
from filling import full_disk
from recorded import some_experiment
from safetensors.numpy import load_file

from core.runs import checkpoint
from core.runs import metrics_file as metrics
from core.runs.checkpoint_thinning import LATEST, OLDER, smallest_gap, thin_checkpoints
from core.runs.run_folder import Locked, RunFolder, is_locked
from core.runs.summary import read_summary, summarize
from core.runs.writer import PendingWrites, RunWriter
from core.support.errors import InputError
from core.timeline import journal
from core.timeline.advance import run_to
from core.timeline.journal import GoOn
from core.training.trainer import Trainer


@pytest.fixture
def trainer(tmp_path: Path) -> Trainer:
    found = Trainer(some_experiment(tmp_path))
    assert run_to(found, (3, 2))
    return found


@pytest.fixture
def writer(tmp_path: Path, trainer: Trainer) -> Iterator[RunWriter]:
    found = RunWriter(tmp_path / "runs", trainer.experiment)
    yield found
    found.close()


def writes(trainer: Trainer, **more: Any) -> PendingWrites:
    assert trainer.best is not None
    best = (trainer.best, trainer.best_epoch)
    summary = summarize(trainer, "", "then", "now", "training")
    return PendingWrites(list(trainer.history), [GoOn(1, 0), GoOn(2, 0)], trainer.state(), 2, summary, best, **more)


def contents(folder: RunFolder) -> list[str]:
    return sorted(str(path.relative_to(folder.path)) for path in folder.path.rglob("*") if path.is_file())


def test_a_parcel_is_a_run(writer: RunWriter, trainer: Trainer) -> None:
    writer.write(sent := writes(trainer))
    folder = writer.folder
    assert folder is not None
    assert contents(folder) == [
        "checkpoints/000001-epoch-3-batch-2.safetensors", "checkpoints/best.safetensors", "experiment.toml",
        "journal.jsonl", "lock", "metrics.csv", "run.json",
    ]  # fmt: skip
    assert sent == PendingWrites(count=2), "what is written is taken out of it"
    assert folder is not None
    assert journal.read_journal((folder.path / "journal.jsonl").read_bytes()) == [GoOn(1, 0), GoOn(2, 0)]
    assert folder is not None
    assert metrics.read_metrics(folder.path / "metrics.csv").rows[:, 0].tolist() == [1, 2, 3]
    assert folder is not None
    assert checkpoint.read_head(folder.numbered_checkpoints()[0].path).entries == 2
    assert folder is not None
    assert read_summary(folder).run == folder.name


def test_the_last_one_has_the_result_and_the_weights_alone(writer: RunWriter, trainer: Trainer) -> None:
    writer.write(writes(trainer, result={"run": None, "epochs": 3, "test_loss": inf, "weights_sha256": "ab"}))
    assert writer.folder is not None
    result = json.loads((writer.folder.path / "result.json").read_text(), parse_constant=pytest.fail)
    assert writer.folder is not None
    assert result == {"run": str(writer.folder.path), "epochs": 3, "test_loss": None, "weights_sha256": "ab"}
    for name, theta in (("last", trainer.network.parameters.theta), ("best", trainer.best)):
        assert writer.folder is not None
        tensors = load_file(writer.folder.path / f"{name}.safetensors")
        assert sorted(tensors) == ["theta_1", "theta_2"]
        assert theta is not None
        assert b"".join(tensors[key].tobytes() for key in sorted(tensors)) == theta.tobytes()


def test_it_grows(writer: RunWriter, trainer: Trainer) -> None:
    for epoch in (4, 5):
        writer.write(writes(trainer))
        run_to(trainer, (epoch, 0))
    writer.write(PendingWrites([trainer.history[-1]], [GoOn(5, 0)]))
    assert writer.folder is not None
    assert (writer.folder.path / "metrics.csv").read_text().splitlines()[-1].startswith("5,")
    assert writer.folder is not None
    assert (writer.folder.path / "journal.jsonl").read_text().count("\n") == 5
    assert writer.folder is not None
    assert [one.place for one in writer.folder.numbered_checkpoints()] == [(3, 2), (4, 0)]


def test_a_run_that_goes_on_is_mended_first(tmp_path: Path, writer: RunWriter, trainer: Trainer) -> None:
    writer.write(writes(trainer))
    writer.close()
    folder = writer.folder
    for name in ("metrics.csv", "journal.jsonl"):
        assert folder is not None
        with (folder.path / name).open("a") as file:
            file.write('4,0.5,"torn')
    assert folder is not None
    (folder.checkpoints / ".000002-epoch-9-batch-0.safetensors.123").write_bytes(b"torn")
    again = RunWriter(tmp_path, trainer.experiment, folder)
    again.write(replace(writes(trainer), records=[]))
    again.close()
    assert folder is not None
    entries = journal.read_journal((folder.path / "journal.jsonl").read_bytes())
    assert entries == [GoOn(1, 0), GoOn(2, 0)] * 2
    assert folder is not None
    assert metrics.read_metrics(folder.path / "metrics.csv").problems == []
    assert folder is not None
    assert [one.number for one in folder.numbered_checkpoints()] == [1, 2]
    assert folder is not None
    assert checkpoint.read_head(folder.numbered_checkpoints()[-1].path).entries == 4
    assert folder is not None
    assert not list(folder.checkpoints.glob(".*"))


def test_nobody_else_may_write_it(tmp_path: Path, writer: RunWriter, trainer: Trainer) -> None:
    writer.write(writes(trainer))
    other = RunWriter(tmp_path, trainer.experiment, writer.folder)
    with pytest.raises(Locked):
        other.write(writes(trainer))
    writer.close()
    other.write(writes(trainer))
    assert writer.folder is not None
    assert is_locked(writer.folder)
    other.close()


@pytest.mark.parametrize("room", [*range(0, 3000, 100), 5000, 7000])
def test_a_full_disk_leaves_the_rest_in_the_parcel_and_nothing_twice(
    tmp_path: Path, writer: RunWriter, trainer: Trainer, room: int
) -> None:
    sent = writes(trainer, result={"run": None})
    try:
        with full_disk(room):
            writer.write(sent)
    except (OSError, InputError):
        writer.write(sent)
    assert writer.folder is not None
    assert journal.read_journal((writer.folder.path / "journal.jsonl").read_bytes()) == [GoOn(1, 0), GoOn(2, 0)]
    assert writer.folder is not None
    found = metrics.read_metrics(writer.folder.path / "metrics.csv")
    assert (found.rows[:, 0].tolist(), found.problems) == ([1, 2, 3], [])
    assert writer.folder is not None
    checkpoint.load(writer.folder.numbered_checkpoints()[-1].path)
    assert writer.folder is not None
    assert [name for name in contents(writer.folder) if "/." in f"/{name}"] == []
    assert writer.folder is not None
    assert json.loads((writer.folder.path / "result.json").read_text()) == {"run": str(writer.folder.path)}
    assert len(os.listdir(tmp_path / "runs")) == 1


def test_a_later_parcel_joins_one_that_could_not_be_written(trainer: Trainer) -> None:
    first, later = writes(trainer, result={"epochs": 3}), PendingWrites([trainer.history[-1]], [GoOn(9, 0)])
    state = first.state
    first.add(later)
    assert [row["epoch"] for row in first.records] == [1, 2, 3, 3]
    assert first.entries == [GoOn(1, 0), GoOn(2, 0), GoOn(9, 0)]
    assert (first.state, first.count, first.result) == (state, 2, {"epochs": 3})
    run_to(trainer, (5, 0))
    first.add(newest := replace(writes(trainer), count=4, best=None))
    assert (first.state, first.count, first.summary) == (newest.state, 4, newest.summary)
    assert first.best is not None, "it hasn't been written yet"


# Thinning


def made(folder: RunFolder, epochs: list[int] | range, size: int = 1) -> None:
    for number, epoch in enumerate(epochs, 1):
        (folder.checkpoints / f"{number:06}-epoch-{epoch}-batch-0.safetensors").write_bytes(b"x" * size)


def test_the_last_ones_stay_and_older_ones_are_thinned_evenly(writer: RunWriter) -> None:
    folder = writer.open()
    kept: list[int] = []
    for number, epoch in enumerate(range(10, 1010, 10), 1):
        (folder.checkpoints / f"{number:06}-epoch-{epoch}-batch-0.safetensors").write_bytes(b"x")
        thin_checkpoints(folder)
        kept = [one.place[0] for one in folder.numbered_checkpoints()]
        assert len(kept) <= LATEST + OLDER
        assert kept[-LATEST:] == [max(10, epoch - 20), max(10, epoch - 10), epoch][-len(kept) :]
    assert len(kept) == LATEST + OLDER
    assert kept[0] == 10
    gaps = [after - before for before, after in pairwise(kept[:-LATEST])]
    assert max(gaps) <= 4 * min(gaps)


def test_large_ones_are_fewer(writer: RunWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.runs.checkpoint_thinning.BYTES", 50)
    folder = writer.open()
    made(folder, range(10, 200, 10), size=10)
    thin_checkpoints(folder)
    assert len(folder.numbered_checkpoints()) == LATEST + 5
    monkeypatch.setattr("core.runs.checkpoint_thinning.BYTES", 1)
    thin_checkpoints(folder)
    assert [one.place[0] for one in folder.numbered_checkpoints()] == [10, 160, 170, 180, 190]


def test_the_one_that_leaves_the_smallest_gap_goes(writer: RunWriter) -> None:
    folder = writer.open()
    made(folder, [1, 100, 110, 200, 300])
    assert smallest_gap(folder.numbered_checkpoints()) == 2
    made(folder, [1, 100, 110, 120, 300])
    assert smallest_gap([one for one in folder.numbered_checkpoints() if one.place[0] != 200]) == 2
