"""Requests to stop the jobs of one process."""

import pytest

from core.sweeps.worker import running_jobs
from core.sweeps.worker.running_jobs import request_stop, running_job, stop_all


def test_a_request_reaches_the_run_of_its_own_sweep_alone() -> None:
    with running_job("first", "trial-0001") as first, running_job("second", "trial-0001") as second:
        assert request_stop("second", ["trial-0001", "trial-0002"]) == ["trial-0001"]
        assert (first.is_set(), second.is_set()) == (False, True)


@pytest.mark.parametrize(("seconds", "stops"), [(10.0, True), (0.0, False)])
def test_a_request_that_comes_just_before_its_job_counts_once(
    seconds: float, stops: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running_jobs, "EARLY_SECONDS", seconds)
    assert request_stop("sweep", ["trial-0009"]) == []
    with running_job("sweep", "trial-0009") as stop:
        assert stop.is_set() == stops
    with running_job("sweep", "trial-0009") as stop:
        assert not stop.is_set()


def test_all_jobs_of_one_sweep_are_stopped_and_later_ones_run() -> None:
    with running_job("first", "trial-0001") as first, running_job("second", "trial-0001") as second:
        stop_all("second")
        assert (first.is_set(), second.is_set()) == (False, True)
    with running_job("second", "trial-0001") as later:
        assert not later.is_set()
