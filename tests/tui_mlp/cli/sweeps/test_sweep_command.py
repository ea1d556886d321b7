"""`mlp-tui sweep`: what it prints and how it ends; the driver is a fake, whose trials end at once."""

import json
import os
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from program import in_process, records
from saved_sweeps import SWEEP, a_trial, write_ended, write_status

from core.sweeps import libraries
from core.sweeps.cluster.existing_scheduler import ExistingScheduler
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.default_workers import default_workers
from core.sweeps.saved.records import (
    ENDED,
    FINISHED,
    PRUNED,
    Importance,
    RunRecord,
    SweepStatus,
    TrialRecord,
)
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.sweep_experiment import SweepExperiment
from tui_mlp.cli.stop_signals import StopRequest
from tui_mlp.cli.sweeps import run_sweep, stdin_watch

Run = Callable[..., subprocess.CompletedProcess[str]]
SHARES = {"network.hidden": 0.3, "training.learning_rate": 0.7}


class NoWorkers:
    """In place of workers: says what was asked for."""

    made: list[tuple[object, ...]] = []

    def __init__(self, *given: object) -> None:
        self.made.append(given)

    def __enter__(self) -> "NoWorkers":
        return self

    def __exit__(self, *problem: object) -> None: ...


class FakeSweep:
    """In place of the driver: its trials end at once, as `ending` says."""

    ending: list[TrialRecord] = []
    status = SweepStatus(state=ENDED)

    def __init__(
        self, folder: SweepFolder, sweep: SweepExperiment, cluster: NoWorkers, tell: Callable[[str], object],
        on_trial: Callable[[TrialRecord], object], on_status: Callable[[SweepStatus], object],
    ) -> None:  # fmt: skip
        self.folder, self.on_trial, self.on_status = folder, on_trial, on_status

    def run(self, interrupted: Callable[[], bool]) -> SweepStatus:
        assert not interrupted()
        for record in self.ending:
            self.on_trial(record)
        self.on_status(self.status)
        write_ended(self.folder, self.ending)
        write_status(self.folder, self.status)
        return self.status


@pytest.fixture
def sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in this process, with the fake driver. sweep.toml is in its folder."""
    tmp_path.joinpath("sweep.toml").write_text(SWEEP)
    monkeypatch.setattr(run_sweep, "LocalWorkers", NoWorkers)
    monkeypatch.setattr(run_sweep, "ExistingScheduler", NoWorkers)
    monkeypatch.setattr(run_sweep, "Sweep", FakeSweep)
    monkeypatch.setattr(NoWorkers, "made", [])
    return partial(in_process, tmp_path, "sweep")


def trials_end(monkeypatch: pytest.MonkeyPatch, *ending: TrialRecord, **status: Any) -> None:
    """Have the fake's trials end so, and its status be this one."""
    monkeypatch.setattr(FakeSweep, "ending", list(ending))
    monkeypatch.setattr(FakeSweep, "status", SweepStatus(**{"state": ENDED, **status}))


def test_json_has_a_line_for_each_trial_and_a_last_one_with_the_best(
    sweep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_trial(1), a_trial(2, FINISHED)
    first.runs[0].weights_sha256 = "abc"
    trials_end(monkeypatch, second, first, a_trial(17), best=[1])
    done = sweep("sweep.toml", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = records(done)
    assert [line["trial"] for line in lines] == [2, 1, 17]
    assert lines[1] == {
        "trial": 1,
        "settings": first.settings,
        "state": first.state,
        "objective": first.objectives[0],
        "epochs": first.epochs,
        "run": f"{last['sweep']}/trials/trial-0001",
        "weights_sha256": "abc",
    }
    assert lines[2]["objective"] is None
    assert "infinite" in lines[2]["problem"]
    assert list(last) == ["sweep", "trials", "best"]
    assert (last["trials"], last["best"]) == (3, lines[1])
    assert Path(last["sweep"]).parent.name == "sweeps"


def test_several_runs_and_objectives_are_lists(sweep: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [
        RunRecord(run=f"trial-0001-seed-{seed}", seed=seed, epochs=9, objectives=[0.1 * seed, 0.9], weights_sha256="e")
        for seed in (1, 2)
    ]
    record = TrialRecord(
        trial=1, settings={"training.l2": 0.0}, state=PRUNED, objectives=[0.15, 0.9], spread=[0.07, 0.0], epochs=9,
        best_epoch=8, runs=runs, by_hand=True,
    )  # fmt: skip
    trials_end(monkeypatch, record, best=[1])
    line, last = records(
        sweep("sweep.toml", "--json", "--set", "sweep.objective=validation_loss,validation_accuracy", "--set",
              "sweep.pruner=none")
    )  # fmt: skip
    assert (line["objective"], line["spread"], line["by_hand"]) == ([0.15, 0.9], [0.07, 0.0], True)
    assert line["run"] == line["runs"][0]["run"]
    assert [(one["seed"], one["fold"], one["objective"]) for one in line["runs"]] == [
        (1, None, [0.1, 0.9]),
        (2, None, [0.2, 0.9]),
    ]
    assert last["best"] == [line]


def test_the_table_at_the_end(sweep: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    trials = [a_trial(number, PRUNED if number == 1 else FINISHED) for number in range(1, 13)]
    trials[0].objectives = [0.0001]
    best = min(trials[1:], key=lambda one: one.objectives[0] or 0)
    trials_end(
        monkeypatch, *trials, a_trial(29), best=[best.trial], importance=Importance(shares=SHARES, trials=12)
    )  # fmt: skip
    done = sweep("sweep.toml")
    assert done.returncode == 0
    assert done.stderr == "mlp-tui: trial 29 failed: the worker was lost three times\n"
    lines = done.stdout.splitlines()
    assert lines[0] == "13 trials: 11 finished, 1 pruned, 1 failed"
    assert lines[1].split() == [
        "trial",
        "loss",
        "epoch",
        "rate",
        "hidden",
        "activation",
        "optimizer",
        "momentum",
        "state",
    ]
    assert [len(lines), lines[2].split()[0], lines[11].split()[-1]] == [16, str(best.trial), "finished"]
    assert lines[3].split()[0] == "1", "pruned trials stand where their figure puts them"
    assert lines[12:14] == [
        "importance over 12 trials: rate 0.70, hidden 0.30",
        f"saved in {next(Path(lines[13][9:]).parent.iterdir())}",
    ]
    assert lines[14].endswith(f"trials/trial-{best.trial:04}")
    assert lines[15].startswith("look at it with: mlp-tui open ")


def test_those_that_are_better_than_each_other_are_marked(sweep: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    trials = [a_trial(number, FINISHED) for number in (1, 2, 3)]
    for one, figures in zip(trials, ([0.3, 0.9], [0.1, 0.7], [0.2, 0.6]), strict=True):
        one.objectives = figures  # type: ignore[assignment]
    trials_end(monkeypatch, *trials, best=[1, 2])
    override = "sweep.objective=validation_loss,validation_accuracy"
    lines = sweep("sweep.toml", "--set", override, "--set", "sweep.pruner=none").stdout.splitlines()
    assert [line.split()[:4] for line in lines[1:5]] == [
        ["trial", "loss", "accuracy", "epoch"],
        ["*", "2", "0.100", "70.0"],
        ["*", "1", "0.300", "90.0"],
        ["3", "0.200", "60.0", "%"],
    ]


@pytest.mark.parametrize(
    ("ending", "status", "expected", "said"),
    [
        ([a_trial(1, PRUNED), a_trial(17), a_trial(29)], {}, 0, ""),
        ([a_trial(1)], {"state": "interrupted"}, 130, ""),
        ([], {"state": "interrupted"}, 130, ""),
        ([a_trial(1)], {"state": "interrupted", "problem": "no scheduler"}, 4, "mlp-tui: no scheduler\n"),
        ([a_trial(17)], {}, 3, "mlp-tui: every trial diverged"),
        ([a_trial(17), a_trial(29)], {}, 1, "no trial came to a result; the first that failed: the worker was lost"),
    ],
)
def test_exit_statuses(
    sweep: Run, monkeypatch: pytest.MonkeyPatch, ending: list[TrialRecord], status: dict[str, Any], expected: int,
    said: str,
) -> None:  # fmt: skip
    trials_end(monkeypatch, *ending, **status)
    done = sweep("sweep.toml")
    assert done.returncode == expected
    assert said in done.stderr
    assert ("continue with: mlp-tui sweep resume " in done.stdout) == (status.get("state") == "interrupted")


def test_a_sweep_goes_on_by_its_name_or_folder(sweep: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    trials_end(monkeypatch, a_trial(2), state="interrupted")
    path = json.loads(sweep("sweep.toml", "--json").stdout.splitlines()[-1])["sweep"]
    trials_end(monkeypatch, a_trial(2), a_trial(4, FINISHED))
    for named in (Path(path).name, path):
        assert sweep("resume", named, "--json", "--workers", "3").returncode == 0
    assert NoWorkers.made[1:] == [(3,), (3,)]
    refused = sweep("resume", path, "--epochs", "3")
    assert refused.returncode == 2
    assert refused.stderr.endswith("a sweep goes on as it began; leave out --set, --seed and --epochs\n")
    unknown = sweep("resume", "sprial")
    assert (unknown.returncode, unknown.stdout) == (2, "")


def test_where_trials_are_trained(sweep: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    trials_end(monkeypatch, a_trial(2))
    for options, expected in (
        (("--workers", "3"), (3,)),
        (("--scheduler", "tls://a:1", "--tls-ca", "ca.pem"), ("tls://a:1", Path("ca.pem"), None, None)),
    ):
        assert sweep("sweep.toml", *options).returncode == 0
        assert NoWorkers.made[-1] == expected
    assert sweep("sweep.toml", "--set", "training.threads=64").returncode == 0
    assert NoWorkers.made[-1] == (default_workers(64),)
    for options, words in (
        (("--workers", "3", "--scheduler", "a:1"), "--workers and --scheduler: found both, expected one"),
        (("--tls-key", "key.pem"), "--tls-key: found no --scheduler"),
        (("--workers", "0"), "0 is not in the range"),
    ):
        done = sweep("sweep.toml", *options)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_what_there_is_to_say_of_the_data(sweep: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    trials_end(monkeypatch, a_trial(2))
    tmp_path.joinpath("t.csv").write_text("a,id,b\n" + "".join(f"{i % 7},{i},{'yn'[i % 2]}\n" for i in range(60)))
    tmp_path.joinpath("sweep.toml").write_text(SWEEP.replace('"spiral"', '"t.csv"'))
    done = sweep("sweep.toml")
    assert (done.returncode, done.stderr.count("note: 'id' is left out")) == (0, 1)


def test_the_real_workers_are_made_with_the_same_arguments() -> None:
    """The fake would take any."""
    assert LocalWorkers(3).count == 3
    assert ExistingScheduler("tls://a:1", Path("ca.pem"), None, None).where == "tls://a:1"


def test_a_file_named_as_a_command_is_given_with_its_folder(sweep: Run, tmp_path: Path) -> None:
    done = sweep("./resume")
    assert (done.returncode, "resume" in done.stderr, "DIR" in done.stderr) == (2, True, False)
    assert "Missing argument 'DIR'" in sweep("resume").stderr


def test_it_stops_when_its_stdin_closes(sweep: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """So does that of a program that started it, however that one ends."""
    reading, writing = os.pipe()
    monkeypatch.setattr(stdin_watch, "STDIN", reading)
    stopped = Event()

    def until_stopped(self: FakeSweep, interrupted: Callable[[], bool]) -> SweepStatus:
        os.write(writing, b"not looked at\n")
        assert not interrupted()
        os.close(writing)
        assert stopped.wait(5)
        assert interrupted()
        return SweepStatus(state="interrupted")

    monkeypatch.setattr(FakeSweep, "run", until_stopped)
    ask = StopRequest.ask

    def asked(self: StopRequest) -> None:
        ask(self)
        stopped.set()

    monkeypatch.setattr(StopRequest, "ask", asked)
    assert sweep("sweep.toml", "--until-stdin-closes").returncode == 130
    os.close(reading)


@pytest.mark.parametrize("line", [("sweep.toml",), ("resume", "x")])
def test_without_the_libraries_it_says_how_to_install_them(
    sweep: Run, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    monkeypatch.setattr(libraries, "LIBRARIES", ("no_such_library",))
    done = sweep(*line)
    assert done.returncode == 2
    assert done.stderr.endswith("pip install 'mlp-tui[sweep]'\n")
