"""A sweep on real workers of this machine: bits, workers that are lost, what other programs ask of it meanwhile."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
import sweep_jobs
from some_sweeps import GRID, TWO, RunningCluster, a_minute, check_bits, made_sweep

from core.support.errors import InputError
from core.support.file_locks import Lock
from core.sweeps import status_report
from core.sweeps import sweep as sweep_module
from core.sweeps.cluster.fork_server import CAN_FORK
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.records import ENDED, INTERRUPTED, PAUSED, SweepStatus, TrialRecord
from core.sweeps.saved.requests import AnyRequest, GoOn, Narrow, Pause, SetWorkers, Stop, StopTrial, send
from core.sweeps.sweep import Sweep

Step = Callable[[SweepStatus], bool]
"""Looks at the status; True when it has done its part, and the next step is due."""


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorkers]:
    """Two workers, started in a folder where files have the names of modules that they need."""
    folder = tmp_path_factory.mktemp("started here")
    for name in ("random", "core"):
        (folder / f"{name}.py").write_text("raise SystemExit('this module is from the present folder')")
    with LocalWorkers(2) as workers, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        workers.start(folder / "dask.log")
        yield workers


@pytest.fixture
def cluster(workers: LocalWorkers, monkeypatch: pytest.MonkeyPatch) -> RunningCluster:
    """Workers that run already, of a sweep that says often what goes on."""
    monkeypatch.setattr(status_report, "SECONDS", 0.05)
    monkeypatch.setattr(sweep_module, "TICK", 0.05)
    return RunningCluster(workers)


@pytest.mark.skipif(not CAN_FORK, reason="workers are started anew")
def test_workers_are_forked_from_a_process_that_has_imported_what_they_need(workers: LocalWorkers) -> None:
    [parent] = set(workers.client.run(os.getppid).values())
    assert parent != os.getpid()
    loaded = {Path(one.path).name.partition(".")[0] for one in psutil.Process(parent).memory_maps()}
    assert "_multiarray_umath" in loaded


def test_a_grid_of_twelve_has_the_digits_of_twelve_trainings(cluster: RunningCluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path)
    ended: list[TrialRecord] = []
    status = Sweep(folder, sweep, cluster, pytest.fail, ended.append).run(a_minute())
    assert (status.state, status.ended, status.trials) == (ENDED, {"finished": 12}, 12)
    assert sorted(record.trial for record in ended) == list(range(1, 13))
    check_bits(folder, sweep, range(1, 13))
    again = Sweep(folder, sweep, LocalWorkers(1), pytest.fail).run(a_minute())  # which isn't started
    assert (again.state, again.ended, again.best) == (ENDED, status.ended, status.best)
    best = min(ended, key=lambda record: record.objectives[0] or 0.0)
    assert status.best == [best.trial]


def test_a_worker_that_is_killed_costs_no_trial(cluster: RunningCluster, tmp_path: Path) -> None:
    mark = tmp_path / "killed"
    folder, sweep = made_sweep(tmp_path, epochs=27, pruner="halving")
    told: list[str] = []
    status = Sweep(folder, sweep, cluster, told.append, function=partial(sweep_jobs.killed_once, mark)).run(a_minute())
    assert mark.exists()
    assert status.state == ENDED
    assert status.lost == 1
    [lost] = [text for text in told if "lost" in text]
    assert "trial-0002 is done again from epoch 1" in lost
    check_bits(folder, sweep, range(1, 13))


def test_an_exception_in_a_job_fails_its_trial_alone(cluster: RunningCluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, epochs=1)
    ended: dict[int, TrialRecord] = {}
    status = Sweep(
        folder,
        sweep,
        cluster,
        pytest.fail,
        lambda record: ended.update({record.trial: record}),
        function=sweep_jobs.raises,
    ).run(a_minute())
    assert status.ended == {"finished": 11, "failed": 1}
    assert ended[2].problem == "ZeroDivisionError: of a test"


def test_a_worker_with_a_full_disk_gets_no_more_jobs(cluster: RunningCluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, TWO, epochs=1)
    told: list[str] = []
    cluster.is_own = False
    on_one = partial(sweep_jobs.no_disk_on_one, tmp_path / "full")
    status = Sweep(folder, sweep, cluster, told.append, function=on_one).run(a_minute())
    assert status.ended == {"finished": 2}
    [text] = told
    assert text.endswith("gets no jobs: it can't save runs: no space")


def test_where_no_worker_can_save_the_sweep_can_be_resumed(cluster: RunningCluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, TWO, epochs=1)
    status = Sweep(folder, sweep, cluster, lambda text: None, function=sweep_jobs.no_disk).run(a_minute())
    assert (status.state, status.ended) == (INTERRUPTED, {})
    assert "no worker is left that can be used: it can't save runs: no space" in status.problem
    assert Sweep(folder, sweep, cluster, pytest.fail).run(a_minute()).ended == {"finished": 2}


def test_rows_of_a_file_travel_to_workers_that_do_not_have_it(cluster: RunningCluster, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    rows = "x,y,kind\n" + "".join(f"{n},{n * n % 7},{'ab'[n % 2]}\n" for n in range(40))
    table.write_text(rows)
    text = TWO.replace('source = "spiral"\nsamples = 60', f'source = "{table}"\ntarget = "kind"')
    folder, sweep = made_sweep(tmp_path, text + '"data.standardize" = [true, false]\n', epochs=2)
    status = Sweep(folder, sweep, cluster, pytest.fail, function=sweep_jobs.without_file).run(a_minute())
    assert status.ended == {"finished": 4}
    assert not table.exists()
    table.write_text(rows)
    check_bits(folder, sweep, range(1, 5))


def in_turn(*steps: Step) -> Callable[[SweepStatus], None]:
    """Takes each step as soon as the one before has done its part."""
    left = list(steps)

    def on_status(status: SweepStatus) -> None:
        if left and left[0](status):
            del left[0]

    return on_status


def test_pause_other_workers_a_stopped_trial_and_a_narrowed_space(cluster: RunningCluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, epochs=100_000)
    ended: dict[int, TrialRecord] = {}
    told: list[str] = []

    def trains(status: SweepStatus) -> bool:
        return any(worker.epoch for worker in status.workers)

    def then(reached: Step, *requests: AnyRequest) -> Step:
        def step(status: SweepStatus) -> bool:
            if found := reached(status):
                for request in requests:
                    send(folder, request)
            return found

        return step

    on_status = in_turn(
        then(trains, SetWorkers(count=3)),
        then(lambda status: status.cores == 3 and len(status.training) == 3, SetWorkers(count=2)),
        then(lambda status: status.cores == 2, Pause()),
        then(lambda status: status.state == PAUSED and not any(one.run for one in status.workers), GoOn()),
        then(trains, StopTrial(trial=1), StopTrial(trial=99), Narrow(narrowing={"network.activation": ["tanh"]})),
        then(lambda status: bool(status.ended) and status.trials == 7, Narrow(narrowing={"nothing": [1]}), Stop()),
    )
    status = Sweep(folder, sweep, cluster, told.append, lambda one: ended.update({one.trial: one}), on_status).run(
        a_minute()
    )
    assert status.state == INTERRUPTED
    assert not status.problem
    assert (ended[1].state, ended[1].by_hand) == ("pruned", True)
    assert len(ended) == 1
    assert [trial.trial for trial in status.training] == [2, 3]
    assert status.lost == 0
    assert any("trial 99 isn't in training" in text for text in told)
    assert any("nothing" in text for text in told)


def test_an_interrupted_sweep_is_saved_and_old_requests_to_stop_count_no_more(
    cluster: RunningCluster, tmp_path: Path
) -> None:
    folder, sweep = made_sweep(tmp_path, TWO, epochs=800)
    began: list[SweepStatus] = []
    status = Sweep(folder, sweep, cluster, pytest.fail, on_status=began.append).run(
        lambda: any(worker.run for one in began for worker in one.workers)
    )
    assert status.state == INTERRUPTED
    assert status.training
    send(folder, Stop())
    send(folder, Pause())
    assert Sweep(folder, sweep, cluster, pytest.fail).run(a_minute()).state == ENDED
    check_bits(folder, sweep, range(1, 3))


def test_workers_of_others_are_left_alone(cluster: RunningCluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, epochs=2)
    send(folder, SetWorkers(count=5))
    cluster.is_own = False
    told: list[str] = []
    assert Sweep(folder, sweep, cluster, told.append).run(a_minute()).state == ENDED
    assert told == ["the workers belong to the workers of a test; start or stop them there"]


def test_one_process_works_on_a_sweep(cluster: RunningCluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path)
    with Lock(folder.lock), pytest.raises(InputError, match=r"another program, process \d+, works on this sweep"):
        Sweep(folder, sweep, cluster, pytest.fail).run(a_minute())
    assert not folder.journal.exists()


def test_time_begins_no_trial_when_it_is_over(cluster: RunningCluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, text=GRID.replace("[sweep.space]", "time = 1e-9\n[sweep.space]"))
    told: list[str] = []
    status = Sweep(folder, sweep, cluster, told.append).run(a_minute())
    assert (status.state, status.ended, status.trials) == (ENDED, {}, 12)
    assert told[0].startswith("sweep.time: 1e-09 seconds are over, and 12 trials are left")
