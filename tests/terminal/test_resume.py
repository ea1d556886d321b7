"""Nothing is lost: killed, hung up or stopped, a run goes on to the bits of one that never was."""

import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from program import PROGRAM, in_process

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs import checkpoint
from core.runs.run_folder import RunFolder
from core.timeline.journal import Change, read_journal

EPOCHS = 800
"""Enough that what a test leaves unread overfills the pipe: no training has ended when it is killed."""
EXPERIMENT = f"""
name = "moons"
[data]
source = "moons"
samples = 60
[network]
hidden = [5]
[training]
batch_size = 7
dropout = 0.2
epochs = {EPOCHS}
learning_rate = 0.02
optimizer = "OPTIMIZER"
"""
DIGESTS: dict[str, str] = {}
"""Digests of the final weights, by the text of the experiment file."""
OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "rmsprop", "adam")


class Runs:
    """The program with a folder of runs."""

    def __init__(self, path: Path) -> None:
        self.path, self.experiment = path / "runs", path / "moons.toml"

    def write(self, optimizer: str = "adam", epochs: int = EPOCHS) -> str:
        """The experiment file."""
        text = EXPERIMENT.replace("OPTIMIZER", optimizer).replace(str(EPOCHS), str(epochs))
        self.experiment.write_text(text)
        return str(self.experiment)

    def command(self, *arguments: str) -> list[str]:
        """What is typed."""
        return [PROGRAM, *arguments, "--runs-dir", str(self.path)]

    def __call__(self, *arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            self.command(*arguments), capture_output=True, text=True, timeout=120, check=False, **settings
        )

    def inside(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same in this process, for what a command does once it has started."""
        return in_process(self.path.parent, *arguments)

    def until(self, lines: int, number: int, arguments: Sequence[str], **settings: object) -> tuple[int, str, str]:
        """Run it till it has printed so many epochs, and send it a signal; exit status and what else it printed."""
        with subprocess.Popen(  # type: ignore[call-overload]
            self.command(*arguments, "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **settings
        ) as process:
            for _ in range(lines):
                assert process.stdout.readline(), process.stderr.read()
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    @property
    def folder(self) -> RunFolder:
        """The only run."""
        (path,) = self.path.iterdir()
        return RunFolder(path)


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


def last(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The last line of a command that went well."""
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def never_stopped(experiment: str) -> str:
    """The digest of the weights at the end; trained once, as most tests train the same."""
    text = Path(experiment).read_text()
    if text not in DIGESTS:
        trainer = Trainer(Experiment.load(experiment))
        trainer.run()
        DIGESTS[text] = trainer.weights_sha256
    return DIGESTS[text]


# Killed


@pytest.mark.parametrize(
    "optimizer",
    [pytest.param("momentum", marks=pytest.mark.slow), pytest.param("rmsprop", marks=pytest.mark.slow), "adam"],
)
def test_killed_twice_and_resumed_to_the_same_bits(runs: Runs, optimizer: str) -> None:
    experiment = runs.write(optimizer)
    moment = random.Random(optimizer)
    status, _out, err = runs.until(moment.randrange(1, 400), signal.SIGKILL, ["train", experiment])
    assert (status, err) == (-signal.SIGKILL, "")
    runs.until(1, signal.SIGKILL, ["resume", "--headless"])
    done = runs("resume", "--headless", "--json")
    assert last(done)["weights_sha256"] == never_stopped(experiment)
    assert last(done)["epochs"] == EPOCHS
    assert len(done.stderr.splitlines()) == 1
    assert f"{runs.folder.name} continues at epoch" in done.stderr
    epochs = [int(line.split(",")[0]) for line in (runs.folder.path / "metrics.csv").read_text().splitlines()[1:]]
    assert sorted(set(epochs)) == list(range(1, EPOCHS + 1)), "no epoch is missing in the table"


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_any_moment_with_live_changes(runs: Runs, optimizer: str, seed: int) -> None:
    experiment = runs.write(optimizer, epochs=6000)
    moment = random.Random(f"{optimizer} {seed}")
    runs.until(moment.randrange(1, 3000), signal.SIGKILL, ["train", experiment])
    if seed % 2 == 0:
        runs.until(moment.randrange(1, 500), signal.SIGKILL, ["resume", "--headless"])
        assert last(runs("resume", "--headless", "--json"))["weights_sha256"] == never_stopped(experiment)
        return
    for settings in (["training.learning_rate=0.03"], ["training.l2=0.1", "training.optimizer=nesterov"]):
        words = [word for setting in settings for word in ("--set", setting)]
        runs.until(moment.randrange(1, 500), signal.SIGKILL, ["resume", "--headless", *words])
    end = last(runs("resume", "--headless", "--json", "--set", "training.batch_size=9"))
    changed = [
        entry.key for entry in read_journal((runs.folder.path / "journal.jsonl").read_bytes()) if type(entry) is Change
    ]
    assert {"training.learning_rate", "training.l2", "training.batch_size"} <= set(changed)
    again = last(runs("replay", runs.folder.name, "--headless", "--json"))
    assert again["exact"] is True
    assert again["weights_sha256"] == end["weights_sha256"]


def test_no_more_than_a_second_or_an_epoch_is_done_again(runs: Runs) -> None:
    experiment = runs.write(epochs=10**9)
    command = runs.command("train", experiment)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while not runs.path.exists() or not any(runs.path.glob("*/checkpoints/000003-*")):
            assert process.poll() is None
            time.sleep(0.02)  # looking all the time would take the processor from it
        process.kill()
    times = sorted(path.stat().st_mtime for path in runs.path.glob("*/checkpoints/0*"))
    assert len(times) == 3
    assert max(after - before for before, after in pairwise(times)) < 5, "on a busy machine"
    assert runs.folder.numbered_checkpoints()[-1].place[0] > 1


# Resumed


def test_more_epochs_for_a_run_that_has_ended(runs: Runs) -> None:
    first = last(runs.inside("train", runs.write(epochs=20), "--json"))
    done = runs.inside("resume", "--headless", "--json")
    assert last(done) == first
    assert "is finished; to train it further, give --epochs N" in done.stderr
    for name, start, end in ((Path(first["run"]).name, 20, 25), (first["run"], 25, 30)):
        more = runs.inside("resume", name, "--headless", "--json", "--epochs", str(end))
        assert [json.loads(line).get("epoch") for line in more.stdout.splitlines()[:-1]] == [*range(start + 1, end + 1)]
        assert last(more)["run"] == first["run"]
    assert last(more)["weights_sha256"] == never_stopped(runs.write(epochs=30))


def test_what_a_run_cannot_take(runs: Runs) -> None:
    runs.inside("train", runs.write(epochs=2))
    for arguments, words in (
        (["resume", "--headless", "--set", "network.hidden=[9]"], ["--set network.hidden", "[training] only"]),
        (["resume", "--headless", "--set", "training.learning_rate=-1"], ["training.learning_rate", "-1"]),
        (["resume", runs.folder.name[:-1], "--headless"], ["did you mean", runs.folder.name]),
        (["resume", "qqq", "--headless"], ["qqq", "`mlp-tui runs` lists them"]),
        (["resume"], ["needs a terminal", "--headless"]),
        (["replay", "qqq", "--headless"], ["qqq"]),
        (["replay", runs.folder.name], ["needs a terminal", "--headless"]),
    ):
        done = runs.inside(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert "Traceback" not in done.stderr
        assert all(word in done.stderr for word in words), done.stderr


def test_no_run_yet(runs: Runs) -> None:
    done = runs.inside("resume", "--headless")
    assert done.returncode == 2
    assert "`mlp-tui train EXPERIMENT` makes one" in done.stderr
    done = runs.inside("runs")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no runs yet" in done.stdout
    assert runs.inside("runs", "--json").stdout == ""


def test_a_damaged_checkpoint_is_told_and_the_one_before_it_taken(runs: Runs) -> None:
    experiment = runs.write()
    runs.until(400, signal.SIGTERM, ["train", experiment])
    newest = runs.folder.numbered_checkpoints()[-1].path
    newest.write_bytes(newest.read_bytes()[:-20])
    done = runs.inside("resume", "--headless", "--json")
    assert last(done)["weights_sha256"] == never_stopped(experiment)
    assert f"{newest}: cannot be read: it is incomplete, or not a safetensors file" in done.stderr


def test_two_programs_cannot_write_one_run(runs: Runs) -> None:
    command = runs.command("train", runs.write(epochs=10**9), "--json")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        done = runs.inside("resume", runs.folder.name, "--headless")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"another program, process {process.pid}, is writing this run" in done.stderr
        process.kill()
        process.stdout.close()


# Hung up


def test_a_hang_up_saves_and_ends(runs: Runs) -> None:
    def listen() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # these tests may run under nohup themselves

    experiment = runs.write()
    status, out, err = runs.until(350, signal.SIGHUP, ["train", experiment], preexec_fn=listen)
    assert (status, err) == (130, "")
    assert json.loads(out.splitlines()[-1])["stopped_by"] == "interrupted"
    assert (
        checkpoint.load(runs.folder.numbered_checkpoints()[-1].path).epoch == json.loads(out.splitlines()[-1])["epochs"]
    )
    assert last(runs.inside("resume", "--headless", "--json"))["weights_sha256"] == never_stopped(experiment)


def test_under_nohup_training_goes_on(runs: Runs) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    experiment = runs.write()
    status, out, _err = runs.until(200, signal.SIGHUP, ["train", experiment], preexec_fn=ignore)
    assert status == 0
    assert json.loads(out.splitlines()[-1])["weights_sha256"] == never_stopped(experiment)


def test_a_full_disk_is_told_once_and_training_goes_on(runs: Runs) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    experiment = runs.write(epochs=100)
    done = runs("train", experiment, "--json", preexec_fn=limit)
    assert done.returncode == 4
    assert json.loads(done.stdout.splitlines()[-1])["weights_sha256"] == never_stopped(experiment)
    first, end = done.stderr.splitlines()
    assert "cannot be written: File too large. Training goes on in memory, and saving is tried again" in first
    folder = runs.folder.path
    assert end == f"mlp-tui: the end of the run is not saved: {folder}: cannot be written: File too large"


# Runs


def test_runs_are_listed_for_people_and_for_scripts(runs: Runs) -> None:
    experiment = runs.write(epochs=30)
    ended = Path(last(runs.inside("train", experiment, "--json"))["run"]).name
    runs.until(20, signal.SIGKILL, ["train", runs.write(epochs=10**9)])
    records = [json.loads(line) for line in runs.inside("runs", "--json").stdout.splitlines()]
    by_run = {record["run"]: record for record in records}
    assert len(by_run) == 2
    record = by_run[ended]
    assert (record["epochs"], record["state"], record["architecture"]) == (30, "epochs", "2-5-1")
    assert record["data"] == "moons"
    assert record["best_validation_loss"] > 0
    assert record["settings"]["training.optimizer"] == "adam"
    (killed,) = [record for record in records if record["run"] != ended]
    assert killed["state"] == "interrupted"
    head, *lines = runs.inside("runs").stdout.splitlines()
    assert head.split()[:4] == ["run", "data", "architecture", "epochs"]
    (line,) = [line for line in lines if line.split()[0] == ended]
    assert line.split()[1:4] == ["moons", "2-5-1", "30"]
    assert line.endswith("finished")


def test_figures_for_other_tools(runs: Runs, tmp_path: Path) -> None:
    runs.inside("train", runs.write(epochs=5))
    name, table = runs.folder.name, (runs.folder.path / "metrics.csv").read_text()
    assert runs.inside("runs", "export", name).stdout == table
    assert runs.inside("runs", "export", name, "--to", "csv").stdout == table
    done = runs.inside("runs", "export", name, "--to", "csv", str(tmp_path / "curves.csv"))
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "curves.csv").read_text() == table
    done = runs.inside("runs", "export", name, str(tmp_path / "none" / "curves.csv"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    (runs.folder.path / "metrics.csv").unlink()
    done = runs.inside("runs", "export", name)
    assert done.returncode == 2
    assert "found no metrics.csv there" in done.stderr


def test_tensorboard_needs_its_library(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    runs.inside("train", runs.write(epochs=5))
    monkeypatch.setitem(sys.modules, "tensorboardX", None)
    done = runs.inside("runs", "export", runs.folder.name, "--to", "tensorboard")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'mlp-tui[tensorboard]'" in done.stderr


def test_tensorboard(runs: Runs) -> None:
    pytest.importorskip("tensorboardX")
    runs.inside("train", runs.write(epochs=5))
    for _ in range(2):  # the second time in place of the first
        done = runs.inside("runs", "export", runs.folder.name, "--to", "tensorboard")
        assert done.returncode == 0, done.stderr
        (events,) = (runs.folder.path / "tensorboard").iterdir()
        assert b"loss/train" in events.read_bytes()


# Replayed


def test_a_replay_ends_on_the_same_bits(runs: Runs) -> None:
    runs.until(50, signal.SIGTERM, ["train", runs.write()])
    end = last(runs.inside("resume", "--headless", "--json", "--set", "training.l2=0.1", "--epochs", "120"))
    name = runs.folder.name
    done = runs.inside("replay", name, "--headless", "--json")
    *epochs, line = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert len(epochs) == 120
    assert line == end | {"exact": True, "same": True, "off": 0.0, "differs": []}
    text = runs.inside("replay", name, "--headless").stdout
    assert end["weights_sha256"] in text
    assert "the same weights as the run's, to the last bit" in text


def test_a_replay_says_by_how_much_it_is_off(runs: Runs, tmp_path: Path) -> None:
    runs.inside("train", runs.write(epochs=50))
    folder = RunFolder(Path(shutil.copytree(runs.folder.path, tmp_path / "student")))
    journal = folder.path / "experiment.toml"
    journal.write_text(journal.read_text().replace("learning_rate = 0.02", "learning_rate = 0.021"))
    done = runs.inside("replay", str(folder.path), "--headless", "--json")
    line = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 1
    assert line["exact"] is False
    assert line["off"] > 1e-6
    assert runs.inside("replay", str(folder.path), "--headless").returncode == 1


@pytest.mark.parametrize("name", ["killed", "layer-removed"])
def test_a_run_of_an_earlier_version_is_replayed(runs: Runs, tmp_path: Path, name: str) -> None:
    old = Path(__file__).parents[1] / "fixtures" / "runs-0.1.0" / name
    path = shutil.copytree(old, tmp_path / name)
    done = runs.inside("replay", str(path), "--headless", "--json")
    assert done.returncode == 0, done.stderr
    judged = last(done)
    assert judged["same"]
    assert judged["off"] <= 1e-9
    assert judged["differs"][0].startswith("mlp-tui was 0.1.0, is ")
