"""A sweep whose parts are killed: itself, the nannies of workers that somebody else started, their scheduler."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep

import dask_process
import psutil
import pytest
import sweep_process
from some_sweeps import RATES, a_minute, check_bits, made_sweep

from core.support.errors import InputError
from core.sweeps import status_report
from core.sweeps.cluster.existing_scheduler import ExistingScheduler
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.records import ENDED, INTERRUPTED, SweepStatus, TrialRecord
from core.sweeps.saved.sweep_reader import SweepReader
from core.sweeps.sweep import Sweep

Start = Callable[..., "subprocess.Popen[str]"]


def wait_until(reached: Callable[[], bool], what: str) -> None:
    """Wait for a state, a minute at most."""
    end = monotonic() + 60
    while not reached():
        assert monotonic() < end, what
        sleep(0.02)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a script in a process, which ends with the test."""
    with ExitStack() as stack:

        def started(script: str, *arguments: str) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, script, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            stack.callback(ended, process)
            return process

        yield started


def ended(process: "subprocess.Popen[str]") -> None:
    """End a process, and those that it has started."""
    with ExitStack() as stack:
        for stream in (process.stdin, process.stdout):
            if stream:
                stack.enter_context(stream)
        process.kill()
        process.wait()


def first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_sweep_that_is_killed_goes_on_and_loses_no_trial(start: Start, tmp_path: Path) -> None:
    folder, sweep = made_sweep(tmp_path, epochs=54, pruner="halving")
    process = start(sweep_process.__file__, str(folder.path))
    reader = SweepReader(folder)

    wait_until(lambda: len(reader.refresh().ended) >= 2, "no trial ended")
    workers = psutil.Process(process.pid).children(recursive=True)
    assert len(workers) >= 2
    process.kill()
    process.wait()
    wait_until(lambda: not any(map(alive, workers)), "workers are left over")
    before = {record.trial for record in reader.refresh().ended}
    again: list[TrialRecord] = []
    with LocalWorkers(1) as local:
        status = Sweep(folder, sweep, local, pytest.fail, again.append).run(a_minute())
    assert status.state == ENDED
    assert sum(status.ended.values()) == 12
    assert not before & {record.trial for record in again}
    check_bits(folder, sweep, range(1, 13))


def alive(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


def test_nannies_and_scheduler_of_others(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_report, "SECONDS", 0.05)
    scheduler = start(dask_process.__file__, "scheduler")
    address = first_line(scheduler)
    other = start(dask_process.__file__, "other", address)
    first_line(other)
    folder, sweep = made_sweep(tmp_path, RATES, epochs=500)
    told: list[str] = []
    with (
        ExistingScheduler(address) as cluster,
        pytest.raises(InputError, match=r"no worker that can be used: it has mlp-tui 0\.0\.1"),
    ):
        Sweep(folder, sweep, cluster, told.append).run(a_minute())
    nannies = [start(dask_process.__file__, "worker", address)]
    first_line(nannies[0])

    def on_status(status: SweepStatus) -> None:
        """Kill the first nanny when its worker trains, start another one; then kill the scheduler."""
        trains = any(worker.run for worker in status.workers)
        if trains and len(nannies) == 1:
            nannies[0].kill()
            nannies.append(start(dask_process.__file__, "worker", address))
        elif trains and status.lost and sum(status.ended.values()):
            scheduler.kill()

    with ExistingScheduler(address) as cluster:
        status = Sweep(folder, sweep, cluster, told.append, on_status=on_status).run(a_minute())
    assert status.state == INTERRUPTED
    assert address in status.problem
    assert status.lost == 1
    assert any("was lost" in text for text in told)
    ended = SweepReader(folder).refresh().ended
    assert {record.state for record in ended} == {"finished"}
    assert len(ended) < 3  # the second may have been on its way into the folder
    check_bits(folder, sweep, range(ended[0].trial, ended[-1].trial + 1))


def test_a_scheduler_that_nobody_started() -> None:
    with pytest.raises(InputError, match=r"tcp://127\.0\.0\.1:1: no scheduler of Dask answered within 0\.2 seconds"):
        ExistingScheduler("127.0.0.1:1", timeout=0.2).__enter__()
