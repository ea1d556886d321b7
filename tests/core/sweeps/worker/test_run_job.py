"""Jobs: runs in pieces, on workers that share no file, with the bits of one training."""

import errno
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import pytest
from jobs import a_job, in_pieces, trained

from core.analysis.split_metrics import split_metrics
from core.experiment.experiment import Experiment
from core.resuming.replay import Replay
from core.resuming.resume import resume
from core.runs import metrics_file as metrics
from core.runs.run_folder import JOURNAL, METRICS, OBJECTIVES, RunFolder
from core.runs.summary import read_summary
from core.support import atomic_files, i18n
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, TRAINING, RunProgress
from core.sweeps.worker import job_training
from core.sweeps.worker.packed_folder import pack_for_job, unpack
from core.sweeps.worker.run_figures import read_record
from core.sweeps.worker.run_job import run_job
from core.sweeps.worker.running_jobs import request_stop
from core.timeline.journal import Change, journal_line
from core.training.trainer import Trainer

SMALL = ("data.samples=60", "network.hidden=[5]", "training.batch_size=7", "training.epochs=14")
CASES: dict[str, tuple[str, ...]] = {
    "adam": ("training.optimizer=adam", "training.dropout=0.2", "training.early_stopping=3", "training.epochs=40"),
    "momentum": ("training.optimizer=momentum", "training.schedule=cosine", "training.warmup=3"),
    "nesterov": ("training.optimizer=nesterov", "training.schedule=step", "training.step_every=4"),
    "rmsprop": ("training.optimizer=rmsprop", "training.evaluate_every=3", "dtype=float32"),
    "tolerance": ("training.tolerance=0.25", "training.learning_rate=0.1", "training.optimizer=gradient_descent"),
}


def small(*overrides: str, source: str = "moons") -> Experiment:
    return Experiment.load(source, (*SMALL, *overrides))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "trials").mkdir()
    return tmp_path / "trials" / "trial-0001"


def is_as_trained(home: Path, trainer: Trainer) -> bool:
    """Whether the figures in a folder are, but for the seconds, those of a training."""
    rows = metrics.read_metrics(home / METRICS).rows
    return np.array_equal(rows[:, :-1], trainer.history.view()[:, :-1], equal_nan=True)


@pytest.mark.parametrize(
    ("case", "untils"), [*((case, (1, 6, 6, 9, None)) for case in CASES), ("adam", (13, 14, None)), ("momentum", (14,))]
)
def test_pieces_have_the_bits_of_one_training(case: str, untils: tuple[int | None, ...], home: Path) -> None:
    experiment = small(*CASES[case])
    trainer, result = trained(experiment), in_pieces(home, a_job(experiment), untils)
    assert result.state == FINISHED
    assert result.record.stopped_by == trainer.stopped_by
    assert result.record.weights_sha256 == trainer.weights_sha256
    assert result.record.epochs == trainer.epoch
    assert (result.record.objectives, result.record.best_epoch) == ([trainer.best_loss], trainer.best_epoch)
    assert is_as_trained(home, trainer)


def test_at_home_the_run_opens_rewinds_and_replays_to_its_bits(home: Path) -> None:
    result = in_pieces(home, a_job(small(*CASES["adam"])), (2, 4, None))
    folder = RunFolder(home)
    resumed = resume(folder)
    assert resumed.trainer.weights_sha256 == result.record.weights_sha256
    assert not resumed.notes
    assert [one.place for one in resumed.earlier] == [(0, 0), (2, 0), (4, 0)]
    replay = Replay(folder, program="test")
    replay.run()
    assert replay.verdict().exact
    assert (home / "result.json").read_text().startswith(f'{{"run": "{home}"')
    assert read_summary(folder).state == "early_stopping"
    assert read_record(folder) == result.record


@pytest.mark.parametrize("source", ["moons", "sine"])
def test_each_objective_is_the_best_of_all_epochs(source: str, home: Path) -> None:
    figure = "validation_r2" if source == "sine" else "validation_accuracy"
    names = (figure, "validation_loss", *(["validation_balanced_accuracy"] if source == "moons" else []))
    experiment = small("data.noise=0.3", source=source)
    trainer, balanced = Trainer(experiment), list[float]()
    while not trainer.stopped_by:
        trainer.run_epoch()
        found = split_metrics(trainer.network, trainer.data, "validation")
        if found is not None and found.classification is not None:
            balanced.append(found.classification.balanced_accuracy)
    record = in_pieces(home, a_job(experiment, *names), (1, 6, None)).record
    column = getattr(trainer.history, figure)
    assert record.objectives == [column.max(), trainer.best_loss, *([max(balanced)] if balanced else [])]
    assert record.best_epoch == np.argmax(column) + 1


def test_without_its_own_file_the_best_so_far_comes_from_the_history(home: Path) -> None:
    job = a_job(small("data.noise=0.4"), "validation_accuracy", "validation_balanced_accuracy")
    record = in_pieces(home, job, (14,)).record
    assert record.best_epoch is not None
    assert record.best_epoch < 14
    (home / OBJECTIVES).write_text("{")
    again = in_pieces(home, job, (14,)).record
    assert again.objectives == [record.objectives[0], None]
    assert again.best_epoch == record.best_epoch


def test_epochs_that_only_a_stop_has_written_are_left_out_of_the_figures(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "DENSE", 4)
    in_pieces(home, a_job(small()), (7, 9, None))
    assert metrics.read_metrics(home / METRICS).rows[:, 0].tolist() == [1, 2, 3, 4, 6, 8, 12, 14]


def test_a_stop_within_an_epoch_changes_no_bit(home: Path) -> None:
    job = a_job(small("training.dropout=0.3"))
    stopped: list[str] = []
    result = run_job(job, lambda _progress: stopped.extend(request_stop("sweep", ["trial-0001", "trial-0002"])))
    assert stopped == ["trial-0001"]
    assert (result.state, result.record.epochs, result.record.stopped_by) == (TRAINING, 1, "")
    assert "checkpoints/000001-epoch-1-batch-0.safetensors" in result.files
    unpack(home, result.files)
    within = in_pieces(home, replace(job, seconds=1e-9), (None,))
    assert "checkpoints/000002-epoch-1-batch-1.safetensors" in within.files
    last, trainer = in_pieces(home, job, (None,)), trained(job.experiment)
    assert last.record.weights_sha256 == trainer.weights_sha256
    assert is_as_trained(home, trainer)
    assert last.record.seconds > result.record.seconds > 0


def test_a_run_that_diverges_is_saved_and_says_why(home: Path) -> None:
    experiment = small(
        "training.learning_rate=1e6",
        "training.optimizer=gradient_descent",
        "network.activation=relu",
        "network.loss=squared_error",
        "network.output=identity",
    )
    result = in_pieces(home, a_job(experiment), (None,))
    assert (result.state, result.record.stopped_by) == (DIVERGED, "divergence")
    assert "epoch 1" in result.problem
    assert read_summary(RunFolder(home)).state == "divergence"


def test_a_worker_does_not_wait_for_its_disk_and_home_does(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    result = run_job(a_job(small()))
    assert synced == []
    unpack(home, result.files)
    assert len(synced) == len(result.files) + 2


def test_what_can_be_expected_to_go_wrong_is_in_the_result(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = a_job(small())
    in_pieces(home, job, (2,))
    lost = run_job(replace(job, table="sweep:0"))
    assert (lost.state, lost.files, lost.record.epochs) == (FAILED, {}, 0)
    assert "no rows of the data" in lost.problem
    assert not lost.of_worker
    nowhere = run_job(job, directory=home / "nowhere")
    assert ("can't write there" in nowhere.problem, nowhere.of_worker) == (True, True)

    def lacking(*_arguments: object) -> bool:
        raise MemoryError

    monkeypatch.setattr(Trainer, "run_epoch", lacking)
    short = in_pieces(home, job, (None,))
    assert (short.state, short.record.epochs, "result.json" in short.files) == (FAILED, 2, True)
    assert "not enough memory" in short.problem


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_full_disk_is_the_problem_of_the_worker(goes_on: bool, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(*arguments: object, **settings: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    job = a_job(small())
    if goes_on:
        in_pieces(home, job, (2,))
        job = replace(job, files=pack_for_job(RunFolder(home)).files)
    monkeypatch.setattr(atomic_files, "write", write)
    result = run_job(job)
    assert (result.state, result.of_worker, result.files, result.notes) == (FAILED, True, {}, ())
    assert "No space left on device" in result.problem


def test_a_worker_speaks_the_language_of_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_arguments: object) -> bool:
        raise MemoryError

    monkeypatch.setattr(Trainer, "run_epoch", lacking)
    jobs = [replace(a_job(small()), language=language) for language in ("es", i18n.language_in_use())]
    problems = [run_job(job).problem for job in jobs]
    assert problems[0].startswith("no hay suficiente memoria")
    assert problems[1].startswith("there is not enough memory")


def test_a_run_that_somebody_changed_is_not_continued(home: Path) -> None:
    job = a_job(small())
    in_pieces(home, job, (2,))
    change = journal_line(Change(2, 0, "training.learning_rate", 0.1, 0.2))
    (home / JOURNAL).write_text((home / JOURNAL).read_text() + change)
    result = in_pieces(home, job, (None,))
    assert (result.state, result.record.epochs) == (FAILED, 2)
    assert "changed this run by hand" in result.problem


@pytest.mark.parametrize(("seconds", "expected"), [(0.0, [*range(1, 15)]), (inf, [1])])
def test_progress_is_told_now_and_then(seconds: float, expected: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_training, "REPORT_SECONDS", seconds)
    told: list[RunProgress] = []
    result = run_job(a_job(small()), told.append)
    assert [(one.run, one.epoch, one.epochs) for one in told] == [("trial-0001", epoch, 14) for epoch in expected]
    if len(told) > 1:
        assert told[-1].objective == result.record.objectives[0]


def test_jobs_in_threads_of_one_process_do_not_disturb_each_other() -> None:
    experiments = [small(f"seed={seed}", "training.dropout=0.2", source="digits") for seed in (1, 2)]
    experiments = [one.replace_all({"training.batch_size": 100, "training.epochs": 3}) for one in experiments]
    together = Barrier(2)

    def met() -> Callable[[RunProgress], Any]:
        """Waits at its first report for the other job, so that both train at once."""
        waiting = iter([together.wait])
        return lambda _progress: next(waiting, lambda _seconds: 0)(5)

    jobs = [replace(a_job(one), run=f"trial-{number}") for number, one in enumerate(experiments)]
    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(lambda job: run_job(job, met()), jobs))
    assert [one.problem for one in results] == ["", ""]
    assert [one.record.weights_sha256 for one in results] == [trained(one).weights_sha256 for one in experiments]


def test_another_processor_is_no_note_of_each_job_but_other_examples_are(home: Path) -> None:
    job = a_job(small())
    in_pieces(home, job, [3])
    journal = home / JOURNAL
    start = json.loads(journal.read_text().splitlines()[0])
    journal.write_text(journal.read_text().replace(start["processor"], "another one"))
    assert in_pieces(home, job, [6]).notes == ()
    journal.write_text(journal.read_text().replace(start["data_sha256"], "0" * 64))
    [note] = in_pieces(home, job, [9]).notes
    assert note.startswith("the training examples are not those that the run had")
