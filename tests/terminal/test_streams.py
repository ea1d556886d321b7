"""Standard streams that are closed, full or unread: told where it can be, nothing lost, and the exit status says it."""

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from program import PROGRAM

from core.resuming.resume import resume
from core.runs.run_folder import RunFolder
from tui_mlp.system.standard_streams import STDERR, STDIN, STDOUT

SAYING = (["--version"], ["--help"], ["datasets"], ["runs"], ["trace", "xor", "--json"], ["check", "xor"])
"""Commands that do nothing but say something."""

pytestmark = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no stream here that is always full")


class Started:
    """The program with some streams closed, `closed`, and some full, `full`; both are descriptors."""

    def __init__(
        self, folder: Path, words: Sequence[str], closed: Sequence[int] = (), full: Sequence[int] = ()
    ) -> None:
        if words[0] not in ("--version", "--help"):
            words = [*words, "--runs-dir", str(folder / "runs")]

        def take_away() -> None:
            for descriptor in closed:
                os.close(descriptor)
            for descriptor in full:
                os.dup2(os.open("/dev/full", os.O_WRONLY), descriptor)

        self.words = words
        self.process = subprocess.Popen(
            [PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
            preexec_fn=take_away, cwd=folder, env=os.environ | {"HOME": str(folder)},
        )  # fmt: skip

    def end(self) -> tuple[int, str, str]:
        """Its exit status, stdout and stderr."""
        out, err = self.process.communicate(timeout=120)
        assert "Traceback" not in err, f"{self.words}: {err}"
        return self.process.returncode, out, err


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Started]:
    return lambda words, **streams: Started(tmp_path, words, **streams)


def saved_run(folder: Path) -> RunFolder:
    (path,) = (folder / "runs").iterdir()
    return RunFolder.open(path)


@pytest.mark.parametrize(
    ("streams", "reason", "saying"),
    [
        ({"full": [STDOUT]}, "No space left on device", SAYING),
        # Closed, it is told in one place, whatever would have been said: by print, by click, as JSON.
        ({"closed": [STDOUT]}, "it is closed", (["--version"], ["datasets"], ["trace", "xor", "--json"])),
    ],
    ids=["full", "closed"],
)
def test_what_only_says_something_says_that_it_cannot(
    start: Callable[..., Started], streams: dict[str, object], reason: str, saying: Sequence[Sequence[str]]
) -> None:
    for started in [start(words, **streams) for words in saying]:
        assert started.end() == (4, "", f"mlp-tui: standard output cannot be written: {reason}\n"), started.words


def test_what_nobody_could_be_told_is_in_the_exit_status(start: Callable[..., Started]) -> None:
    started = [start(["datasets"], closed=[STDOUT, STDERR]), start(["datasets"], full=[STDOUT, STDERR])]
    assert [one.end()[0] for one in started] == [4, 4]


@pytest.mark.parametrize("streams", [{"full": [STDERR]}, {"closed": [STDERR]}, {"closed": [STDOUT, STDERR]}])
def test_unusable_input_keeps_its_exit_status(start: Callable[..., Started], streams: dict[str, object]) -> None:
    assert start(["train", "nothing-of-this-name"], **streams).end() == (2, "", "")


def test_streams_that_nothing_had_to_be_said_on_are_not_missed(start: Callable[..., Started]) -> None:
    for streams in ({"closed": [STDERR, STDIN]}, {"full": [STDERR]}):
        status, out, _err = start(["train", "xor", "--epochs", "3", "--json"], **streams).end()
        assert status == 0
        assert json.loads(out.splitlines()[-1])["epochs"] == 3


@pytest.mark.parametrize(
    ("streams", "json_lines"),
    [
        pytest.param({"full": [STDOUT]}, True, id="full-json"),
        pytest.param({"closed": [STDIN, STDOUT]}, False, id="closed-words"),
        pytest.param({"full": [STDOUT]}, False, id="full-words"),
        pytest.param({"closed": [STDIN, STDOUT]}, True, id="closed-json", marks=pytest.mark.slow),
    ],
)
def test_a_training_goes_on_to_its_end_and_is_saved(
    start: Callable[..., Started], tmp_path: Path, streams: dict[str, object], json_lines: bool
) -> None:
    words = ["train", "xor", "--epochs", "30", *(["--json"] if json_lines else [])]
    status, out, err = start(words, **streams).end()
    folder = saved_run(tmp_path)
    assert (status, out) == (4, "")
    (line,) = err.splitlines()
    assert line.startswith("mlp-tui: standard output cannot be written: ")
    assert line.endswith(f". Training goes on and is saved in {folder.path}")
    assert json.loads((folder.path / "result.json").read_text())["epochs"] == 30
    assert (folder.path / "metrics.csv").read_text().count("\n") == 31, "no stream's words are in a file of the run"


def test_a_divergence_that_nobody_could_be_told_is_another_status(
    start: Callable[..., Started], inside: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    settings = ("network.activation=identity", "training.optimizer=gradient_descent", "training.learning_rate=1e6")
    words = ["train", "plane", *(word for setting in settings for word in ("--set", setting)), "--json"]
    assert inside(*words).returncode == 3
    assert start(words, full=[STDOUT]).end()[0] == 4


def test_nobody_reads_what_a_training_says(start: Callable[..., Started], tmp_path: Path) -> None:
    started = start(["train", "xor", "--epochs", "3000", "--json"])
    assert started.process.stdout is not None
    assert json.loads(started.process.stdout.readline())["epoch"] == 1
    started.process.stdout.close()
    started.process.stdout = None
    status, _out, err = started.end()
    assert status == 4
    assert "cannot be written: the program that read it has ended. Training goes on" in err
    assert resume(saved_run(tmp_path)).trainer.epoch == 3000


def test_both_of_a_comparison_and_a_run_that_goes_on_too(start: Callable[..., Started], tmp_path: Path) -> None:
    words = ["train", "xor", "--against", "training.learning_rate=0.2", "--epochs", "3", "--json"]
    assert start(words, full=[STDOUT]).end()[0] == 4
    folders = [RunFolder.open(path) for path in (tmp_path / "runs").iterdir()]
    assert [resume(folder).trainer.epoch for folder in folders] == [3, 3]
    words = ["resume", folders[0].name, "--headless", "--epochs", "6"]
    assert start(words, closed=[STDOUT]).end()[0] == 4
    assert resume(folders[0]).trainer.epoch == 6
    assert start(["replay", folders[0].name, "--headless", "--json"], full=[STDOUT]).end()[0] == 4


@pytest.mark.parametrize("words", [["datasets"], ["trace", "digits", "--batches", "20", "--json"]])
def test_a_reader_that_had_enough_ends_a_list_quietly(start: Callable[..., Started], words: list[str]) -> None:
    started = start(words)
    assert started.process.stdout is not None
    started.process.stdout.read(1)
    started.process.stdout.close()
    started.process.stdout = None
    assert started.end() == (0, None, "")  # type: ignore[comparison-overlap]


def test_a_slow_reader_of_a_pipe_that_does_not_block_gets_all(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    words = [PROGRAM, "train", "xor", "--epochs", "1000", "--json", "--runs-dir", str(tmp_path)]
    with subprocess.Popen(words, stdout=writing, stderr=subprocess.PIPE, text=True) as process:
        os.close(writing)
        with open(reading, encoding="utf-8") as lines:
            first = json.loads(lines.readline())
            *_epochs, last = map(json.loads, lines)
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert (process.returncode, first["epoch"], last["epochs"]) == (0, 1, 1000)
