"""What other programs ask of a sweep while it goes on: a pause, other workers, a trial's end, a part of the space."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from some_sweeps import GRID, RunningCluster, check_bits, made_sweep

from core.support.errors import InputError
from core.support.file_locks import Lock
from core.sweeps.cluster.cluster import Cluster
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.records import ENDED, INTERRUPTED, PAUSED, SweepStatus, TrialRecord
from core.sweeps.saved.requests import AnyRequest, GoOn, Narrow, Pause, SetWorkers, Stop, StopTrial, send
from core.sweeps.sweep import Sweep

Step = Callable[[SweepStatus], bool]
"""Looks at the status; True when it has done its part, and the next step is due."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorkers]:
    with LocalWorkers(1) as workers:
        workers.start(tmp_path_factory.mktemp("log") / "dask.log")
        yield workers


def in_turn(*steps: Step) -> Callable[[SweepStatus], None]:
    """Takes each step as soon as the one before has done its part."""
    left = list(steps)

    def on_status(status: SweepStatus) -> None:
        if left and left[0](status):
            del left[0]

    return on_status


class KeptRunning(RunningCluster):
    """Workers of this machine that outlive a sweep, and whose number changes."""

    def __init__(self, workers: LocalWorkers) -> None:
        super().__init__(workers.client)
        self._workers = workers

    @property
    def count(self) -> int:
        return self._workers.count

    def set_count(self, count: int) -> None:
        self._workers.set_count(count)

    def remove(self, names: list[str]) -> None:
        self._workers.remove(names)


def test_pause_other_workers_a_stopped_trial_and_a_narrowed_space(cluster: LocalWorkers, tmp_path: Path) -> None:
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
        then(trains, SetWorkers(count=2)),
        then(lambda status: status.cores == 2 and len(status.training) == 2, SetWorkers(count=1)),
        then(lambda status: status.cores == 1, Pause()),
        then(lambda status: status.state == PAUSED and not any(one.run for one in status.workers), GoOn()),
        then(trains, StopTrial(trial=1), StopTrial(trial=99), Narrow(narrowing={"network.activation": ["tanh"]})),
        then(lambda status: bool(status.ended) and status.trials == 7, Narrow(narrowing={"nothing": [1]}), Stop()),
    )
    status = Sweep(
        folder, sweep, KeptRunning(cluster), told.append, lambda one: ended.update({one.trial: one}), on_status
    ).run()
    assert status.state == INTERRUPTED
    assert not status.problem
    assert (ended[1].state, ended[1].by_hand) == ("pruned", True)
    assert len(ended) == 1
    assert {len(trial.runs) for trial in status.training} == {1}
    assert status.lost == 0
    assert any("trial 99 isn't in training" in text for text in told)
    assert any("nothing" in text for text in told)


def test_an_interrupted_sweep_is_saved_and_old_requests_to_stop_count_no_more(
    cluster: LocalWorkers, tmp_path: Path
) -> None:
    folder, sweep = made_sweep(tmp_path, epochs=60)
    workers = RunningCluster(cluster.client)
    began: list[SweepStatus] = []
    status = Sweep(folder, sweep, workers, pytest.fail, on_status=began.append).run(
        lambda: any(worker.run for one in began for worker in one.workers)
    )
    assert status.state == INTERRUPTED
    assert len(status.training) == 1
    send(folder, Stop())
    send(folder, Pause())
    assert Sweep(folder, sweep, workers, pytest.fail).run().state == ENDED
    check_bits(folder, sweep, range(1, 13))


def test_workers_of_others_are_left_alone(cluster: Cluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, epochs=2)
    send(folder, SetWorkers(count=5))
    told: list[str] = []
    assert Sweep(folder, sweep, RunningCluster(cluster.client), told.append).run().state == ENDED
    assert told == ["the workers belong to the workers of a test; start or stop them there"]


def test_one_process_works_on_a_sweep(cluster: Cluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path)
    with Lock(folder.lock), pytest.raises(InputError, match=r"another program, process \d+, works on this sweep"):
        Sweep(folder, sweep, RunningCluster(cluster.client), pytest.fail).run()
    assert not folder.journal.exists()


def test_time_begins_no_trial_when_it_is_over(cluster: Cluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, text=GRID.replace("[sweep.space]", "time = 1e-9\n[sweep.space]"))
    told: list[str] = []
    status = Sweep(folder, sweep, RunningCluster(cluster.client), told.append).run()
    assert (status.state, status.ended, status.trials) == (ENDED, {}, 12)
    assert told[0].startswith("sweep.time: 1e-09 seconds are over, and 12 trials are left")
