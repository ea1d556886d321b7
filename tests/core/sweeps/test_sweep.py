"""A sweep on real workers of this machine: bits, and workers that are lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import some_sweeps
import sweep_jobs
from some_sweeps import RunningCluster, made_sweep

from core.sweeps.cluster.cluster import Cluster
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.records import ENDED, TrialRecord
from core.sweeps.sweep import Sweep


@pytest.fixture(scope="module")
def mark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file that a job makes before it kills its worker."""
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("mark") / "killed"
        patch.setenv("MARK_OF_TEST", str(path))
        yield path


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, mark: Path) -> Iterator[Cluster]:
    with LocalWorkers(2) as workers:
        workers.start(tmp_path_factory.mktemp("log") / "dask.log")
        yield RunningCluster(workers.client)


def test_a_grid_of_twelve_has_the_digits_of_twelve_trainings(cluster: Cluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path)
    ended: list[TrialRecord] = []
    status = Sweep(folder, sweep, cluster, pytest.fail, ended.append).run()
    assert (status.state, status.ended, status.trials) == (ENDED, {"finished": 12}, 12)
    assert sorted(record.trial for record in ended) == list(range(1, 13))
    some_sweeps.check_bits(folder, sweep, range(1, 13))
    best = min(ended, key=lambda record: record.objectives[0] or 0.0)
    assert status.best == [best.trial]


def test_a_worker_that_is_killed_costs_no_trial(cluster: Cluster, tmp_path: Path, mark: Path) -> None:
    folder, sweep = made_sweep(tmp_path, epochs=27, pruner="halving")
    told: list[str] = []
    status = Sweep(folder, sweep, cluster, told.append, function=sweep_jobs.killed_once).run()
    assert mark.exists()
    assert status.state == ENDED
    assert status.lost == 1
    [lost] = [text for text in told if "lost" in text]
    assert "trial-0002 is done again from epoch 1" in lost
    some_sweeps.check_bits(folder, sweep, range(1, 13))


def test_an_exception_in_a_job_fails_its_trial_alone(cluster: Cluster, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, epochs=1)
    ended: dict[int, TrialRecord] = {}
    status = Sweep(
        folder,
        sweep,
        cluster,
        pytest.fail,
        lambda record: ended.update({record.trial: record}),
        function=sweep_jobs.raises,
    ).run()
    assert status.ended == {"finished": 11, "failed": 1}
    assert ended[2].problem == "ZeroDivisionError: of a test"
