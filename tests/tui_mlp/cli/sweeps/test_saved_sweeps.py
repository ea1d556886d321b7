"""Saved sweeps in the shell: listed, taken for a run, exported, offered to the shell."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from program import in_process, records
from saved_sweeps import NAME, SWEEP, a_sweep

from core.sweeps.saved.ranking import best_run
from core.sweeps.saved.records import DIVERGED, PAUSED, PRUNED, SweepStatus
from core.sweeps.saved.sweep_folder import SWEEP_FILE, SWEEPS
from core.sweeps.saved.sweep_reader import SweepReader
from tui_mlp.cli import completion
from tui_mlp.cli.main import cli
from tui_mlp.cli.sweeps import export_trials
from tui_mlp.cli.sweeps.sweep_progress import counts_text, time_left


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A folder of runs with a sweep, whose best trial is the 24th."""
    a_sweep(tmp_path / "runs", metrics=False)
    return tmp_path / "runs"


def test_the_list(runs: Path, tmp_path: Path) -> None:
    (runs / SWEEPS / "damaged").mkdir()
    (runs / SWEEPS / "damaged" / SWEEP_FILE).write_text("[sweep")
    done = in_process(tmp_path, "sweep")
    assert done.returncode == 0
    assert done.stderr.count("damaged") == done.stderr.count("\n") == 1
    head, line = done.stdout.splitlines()
    assert head.split() == ["sweep", "data", "trials", "objective", "best", "state"]
    assert line.split() == [NAME, "spiral", "38", "of", "40", "validation", "loss", "0.0235", "interrupted"]
    (found,) = records(in_process(tmp_path, "sweep", "--json"))
    best = found.pop("best")
    assert found == {
        "sweep": str(runs / SWEEPS / NAME), "data": "spiral", "objective": "validation_loss", "trials": 38, "of": 40,
        "state": "interrupted",
    }  # fmt: skip
    assert (best["trial"], best["run"]) == (24, str(runs / SWEEPS / NAME / "trials" / "trial-0024"))


def test_without_any(tmp_path: Path) -> None:
    assert in_process(tmp_path, "sweep").stdout.endswith("no sweeps yet; `mlp-tui sweep FILE.toml` makes one\n")
    assert "sweep" not in in_process(tmp_path, "runs").stdout


def test_the_list_of_runs_says_that_there_are_sweeps(runs: Path, tmp_path: Path) -> None:
    last = in_process(tmp_path, "runs").stdout.splitlines()[-1]
    assert last == "and 1 sweep with runs of its own: `mlp-tui sweep` lists it"
    assert in_process(tmp_path, "runs", "--json").stdout == ""


@pytest.mark.parametrize(
    "words",
    ["resume {} --headless", "predict {} x.csv", "export {} x.npz", "evaluate {}", "runs export {}", "train {}",
     "replay {} --headless", "record {} x.svg", "resume {} --plain"],
)  # fmt: skip
def test_who_takes_a_sweep_for_a_run_is_told_which_run_is_the_best(runs: Path, tmp_path: Path, words: str) -> None:
    done = in_process(tmp_path, *(word.format(NAME) for word in words.split()))
    assert done.returncode == 2
    assert "found a sweep, expected a run" in done.stderr
    assert f"the run of its best trial is {runs / SWEEPS / NAME / 'trials' / 'trial-0024'};" in done.stderr


def test_before_a_trial_has_ended(tmp_path: Path) -> None:
    folder = a_sweep(tmp_path / "runs", trials=0, training=0, metrics=False)
    assert best_run(SweepReader(folder).refresh()) is None
    assert "no trial of it has ended yet" in in_process(tmp_path, "evaluate", NAME).stderr


def test_training_says_that_it_leaves_the_space_out(tmp_path: Path) -> None:
    tmp_path.joinpath("sweep.toml").write_text(SWEEP)
    line = ("train", "sweep.toml", "--epochs", "1", "--set", "data.samples=20")
    done = in_process(tmp_path, *line)
    assert done.returncode == 0
    assert done.stderr.count("sweep.toml has a space of settings") == 1
    tmp_path.joinpath("sweep.toml").write_text(SWEEP.partition("[sweep]")[0])
    assert in_process(tmp_path, *line).stderr == ""


def test_trials_as_csv(runs: Path, tmp_path: Path) -> None:
    done = in_process(tmp_path, "sweep", "export", NAME)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("trial,state,training.learning_rate,network.hidden,")
    assert len(lines) == 39
    written = in_process(tmp_path, "sweep", "export", NAME, "--out", "trials.csv")
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "written to trials.csv\n")
    assert tmp_path.joinpath("trials.csv").read_text() == done.stdout
    for form in ("csv", "optuna"):
        again = in_process(tmp_path, "sweep", "export", NAME, "--to", form, "--out", "trials.csv")
        assert (again.returncode, "trials.csv: exists already" in again.stderr) == (2, True)
    assert tmp_path.joinpath("trials.csv").read_text() == done.stdout


def test_the_copy_for_the_dashboard_has_the_name_of_the_sweep(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_trials, "copy_to_storage", lambda folder, path: path.write_text(folder.name))
    done = in_process(tmp_path, "sweep", "export", NAME, "--to", "optuna")
    assert done.returncode == 0
    assert done.stderr.endswith(f"optuna-dashboard sqlite:///{NAME}.db\n")
    assert tmp_path.joinpath(f"{NAME}.db").read_text() == NAME


def test_what_the_shell_is_offered(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parameter = click.Argument(["folder"])
    context = click.Context(click.Command("resume", params=[parameter]))
    context.params["runs_dir"] = runs
    assert [item.value for item in completion.sweeps(context, parameter, "spi")] == [NAME]
    assert [item.type for item in completion.sweeps(context, parameter, "x")] == ["dir"]
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("mine.toml").write_text(SWEEP)
    for word, expected in (("", ["resume", "export", "mine.toml"]), ("m", ["mine.toml"])):
        asked = {"_MLP_TUI_COMPLETE": "bash_complete", "COMP_WORDS": f"mlp-tui sweep {word}", "COMP_CWORD": "2"}
        offered = CliRunner().invoke(cli, [], prog_name="mlp-tui", env=asked).stdout
        assert [line.partition(",")[2] for line in offered.splitlines()] == expected


def test_the_words_of_the_progress() -> None:
    status = SweepStatus(state="running", ended={PRUNED: 2, "finished": 5, DIVERGED: 1})
    assert counts_text(status) == "0 running, 2 pruned, 1 diverged"
    status.state = PAUSED
    assert counts_text(status) == "paused, 2 pruned, 1 diverged"
    assert [time_left(seconds) for seconds in (None, 99.6, 90061)] == ["", "0:01:40", "25:01:01"]
