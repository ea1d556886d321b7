"""Jobs of one process: requests to stop them, and the number of BLAS threads, which they share."""

from threading import Event, Thread

import pytest

from core.sweeps.worker import running_jobs
from core.sweeps.worker.running_jobs import SameThreads, request_stop, running_job, stop_all


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


def test_jobs_with_other_threads_wait_for_those_that_run() -> None:
    gate, order, leave = SameThreads(), list[int](), Event()
    began = {number: Event() for number in (1, 2)}

    def job(threads: int) -> None:
        with gate.keeping(threads):
            order.append(threads)
            began[threads].set()
            leave.wait(5)

    with gate.keeping(1):
        others = [Thread(target=job, args=(2,)), Thread(target=job, args=(1,))]
        others[0].start()
        while not gate._waiting and not order:
            pass
        others[1].start()
        while len(gate._waiting) < 2 and not order:
            pass
        assert order == []  # the one with one thread came later, and waits for its turn
    assert began[2].wait(5)
    assert order == [2]
    leave.set()
    for thread in others:
        thread.join(5)
    assert order == [2, 1]


def test_jobs_with_the_same_threads_run_at_once() -> None:
    gate, inside = SameThreads(), Event()

    def job() -> None:
        with gate.keeping(1):
            inside.set()

    with gate.keeping(1):
        thread = Thread(target=job)
        thread.start()
        assert inside.wait(5)
    thread.join(5)


def test_all_jobs_of_one_sweep_are_stopped_and_later_ones_run() -> None:
    with running_job("first", "trial-0001") as first, running_job("second", "trial-0001") as second:
        stop_all("second")
        assert (first.is_set(), second.is_set()) == (False, True)
    with running_job("second", "trial-0001") as later:
        assert not later.is_set()
