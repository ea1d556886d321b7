"""What can't be read as an experiment or as data is refused at once: pipes, devices, sockets, folders, huge files."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from time import process_time

import numpy as np
import pytest

from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.runs.recorder import Recorder
from core.runs.run_list import find_run, saved_runs
from core.support import memory
from core.support.errors import InputError
from core.training.trainer import Trainer

XOR = '[data]\nsource = "xor"\n'


@pytest.fixture(autouse=True)
def _soon(request: pytest.FixtureRequest) -> Iterator[None]:
    """A read that waits ends the test, not the suite's time."""

    def ended(*_signal: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ended)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def refusal(source: str | Path, *overrides: str) -> tuple[str, float]:
    """What is said of a source that can't be trained on, and the CPU seconds till it is."""
    start = process_time()
    with pytest.raises(InputError) as refused:
        Trainer(Experiment.load(source, overrides))
    message = str(refused.value)
    assert "\n" not in message
    assert len(message) < 1000
    return message, process_time() - start


def make_socket(path: Path, keep: list[socket.socket] = []) -> None:  # noqa: B006 - a socket that is collected is closed
    keep.append(socket.socket(socket.AF_UNIX))
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # the name of a socket has 107 characters at the most
    try:
        keep[-1].bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)


def make_huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 2**42)


KINDS = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a socket": make_socket,
    "a folder": os.mkdir,
    "cannot be read: Too many levels of symbolic links": lambda path: path.symlink_to(path.name),
    "4.4 TB": make_huge,
}


@pytest.mark.parametrize("ending", ["csv", "tsv", "npz", "toml"])
@pytest.mark.parametrize("found", KINDS)
def test_what_is_no_file_to_read(tmp_path: Path, found: str, ending: str) -> None:
    path = tmp_path / f"my.{ending}"
    KINDS[found](path)
    if (found, ending) == ("4.4 TB", "npz"):
        found = "can't be read as NumPy's .npz"
    (tmp_path / "data.toml").write_text(f"[data]\nsource = 'my.{ending}'\n")
    if ending != "toml":
        assert f"my.{ending}" in (said := refusal(tmp_path / "data.toml")[0])
        assert found in said, said
    if found != "a folder":  # as an experiment it is a run folder
        assert found in (said := refusal(path)[0]), said


@pytest.mark.parametrize("found", ["a pipe", "a socket", "a folder", "4.4 TB"])
def test_an_experiment_of_a_run_folder_is_a_file(tmp_path: Path, found: str) -> None:
    KINDS[found](tmp_path / "experiment.toml")
    assert found in (said := refusal(tmp_path)[0]), said


@pytest.mark.parametrize("ending", [".csv", ".npz", ".toml", ".json", ""])
def test_a_name_that_is_too_long(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "File name too long" in refusal("x" * 300 + ending)[0]


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that we may not look into."""
    folder, user = tmp_path / "closed", os.geteuid()
    folder.mkdir(mode=0)
    for above in (tmp_path, *tmp_path.parents):  # pytest's own, closed to all but its user
        if above == Path(gettempdir()):
            break
        above.chmod(0o755)
    if user == 0:  # nothing is closed to root
        os.seteuid(65534)
    yield folder
    os.seteuid(user)
    folder.chmod(0o755)


@pytest.mark.parametrize("name", ["my.csv", "my.npz", "my.toml", "", "deeper/my.csv"])
def test_a_folder_that_is_closed_to_us(closed: Path, name: str) -> None:
    assert "Permission denied" in refusal(closed / name)[0]


def test_a_run_by_a_name_that_cannot_be_looked_up(closed: Path, tmp_path: Path) -> None:
    for name, reason in (("x" * 300, "File name too long"), (str(closed), "Permission denied")):
        with pytest.raises(InputError, match=reason):
            find_run(name, tmp_path / "runs")
    with pytest.raises(InputError, match="found no run of this name"):
        find_run("a\0b", tmp_path / "runs")
    with pytest.raises(InputError, match="Permission denied"):
        find_run("spiral", closed)


def test_a_closed_run_does_not_hide_the_others(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    trainer = Trainer(Experiment.load("xor", ["training.epochs=0"]))
    recorder = Recorder(trainer, tmp_path, print)
    recorder.open()
    recorder.stop("epochs", {})
    recorder.close()
    request.getfixturevalue("closed")
    assert len(saved_runs(tmp_path)) == 1


def test_a_large_file_that_is_no_table_is_known_by_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my.csv").touch()
    os.truncate(tmp_path / "my.csv", 2**36)
    monkeypatch.setattr(memory, "available_memory", lambda: 2.0**40)
    assert "line 1: found a byte 0, expected text" in refusal(tmp_path / "my.csv")[0]


# Memory


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with 1 GB left."""
    monkeypatch.setattr(memory, "available_memory", lambda: 1e9)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (
            ["network.hidden=[8192,8192,8192]"],
            ["network.hidden = [8192, 8192, 8192]", "134,266,881 weights", "13.1 GB"],
        ),
        (
            ["network.hidden=[4096]", "data.samples=100000", "training.batch_size=0"],
            ["network.hidden = [4096] in batches of 60,000 rows: 16,385 weights", "8.67 GB"],
        ),
    ],
)
def test_a_network_is_refused_before_it_takes_more_memory_than_there_is(
    little: None, overrides: list[str], words: list[str]
) -> None:
    message, seconds = refusal("spiral", *overrides)
    assert all(word in message for word in words), message
    assert "1 GB are free; use fewer neurons" in message
    assert seconds < 3


@pytest.mark.parametrize(
    "overrides",
    [["network.hidden=[1024,1024]"], ["network.hidden=[32]", "data.samples=100000", "training.batch_size=0"]],
)
def test_a_network_that_fits_is_trained(little: None, overrides: list[str]) -> None:
    Trainer(Experiment.load("spiral", overrides))


def test_tables_are_refused_before_they_take_more_memory_than_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "available_memory", lambda: 5e5)
    monkeypatch.setattr(memory, "ALWAYS", 0)
    (tmp_path / "long.csv").write_text("a,b,y\n" + "1,2,3\n2,3,4\n" * 6000)
    message = refusal(tmp_path / "long.csv")[0]
    assert "long.csv: about 576 kB of memory would be needed, and 500 kB are free; use fewer rows" in message
    (tmp_path / "wide.csv").write_text("0," * 9000 + "1\n" + "1.5," * 9000 + "2\n" * 3)
    assert "wide.csv: about 576 kB of memory" in refusal(tmp_path / "wide.csv")[0]
    np.savez_compressed(tmp_path / "my.npz", X=np.zeros((100_000, 1)), y=np.arange(100_000))
    assert "my.npz, X: about 800 kB of memory" in refusal(tmp_path / "my.npz")[0]
    assert "data.features: about" in refusal("moons", 'data.features=["x1"' + ',"x1"' * 99 + "]")[0]


def test_memory_that_runs_out_all_the_same_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.experiment.preparation.divide_rows", lambda *_given: np.empty((2**28, 2**28)))
    said = "spiral: there is not enough memory: 576 PB were needed for an array of 268,435,456 × 268,435,456; make"
    assert refusal("spiral")[0].startswith(said)


def test_a_process_that_is_given_little(tmp_path: Path) -> None:
    """`ulimit -v`: with the memory of the machine alone, an allocation would fail."""
    code = "import resource as r; r.setrlimit(r.RLIMIT_AS, (3 * 10**9,) * 2); from tui_mlp.__main__ import main; main()"
    command = [sys.executable, "-c", code, "train", "spiral", "--set", "network.hidden=[8192,8192]"]
    done = subprocess.run([*command, "--runs-dir", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("mlp-tui: network.hidden = [8192, 8192] in batches of 10 rows: 67,149,825 weights")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("count", "said"), [(999, "999 bytes"), (1500, "1.5 kB"), (7.2e15, "7.2 PB"), (999.9e9, "1 TB")]
)
def test_amounts(count: float, said: str) -> None:
    assert memory.size_text(count) == said


@pytest.mark.parametrize(
    ("limit", "left"), [("max\n", 5000 * 1024), ("3000000\n", 3_000_000 - 2_500_000 + 1_200_000), ("1000\n", 0)]
)
def test_what_is_left_is_said_by_the_machine_and_the_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, left: int
) -> None:
    (tmp_path / "meminfo").write_text(
        "MemTotal: 9000 kB\nMemAvailable:    4000 kB\nSwapFree: 1000 kB\nHugePages_Free: 0\n"
    )
    for name, text in (("max", limit), ("current", "2500000"), ("stat", "active_file 200000\ninactive_file 1000000\n")):
        (tmp_path / f"memory.{name}").write_text(text)
    monkeypatch.setattr(memory, "MEMINFO", str(tmp_path / "meminfo"))
    monkeypatch.setattr(memory, "GROUP", f"{tmp_path}/memory.")
    assert memory.available_memory() == left


# Long files take time in proportion


@pytest.mark.parametrize(
    "lines",
    [
        [f"unknown{number} = 1" for number in range(20_000)],
        [f"[unknown{number}]" for number in range(20_000)],
        ["[network]", "activation = [" + '"tahn", ' * 20_000 + "]"],
        ["k" * 1_000_000 + " = 1"],
        ['source = "' + "s" * 1_000_000 + '"'],
        [".".join(["a"] * 20_000) + " = 1"],
        ["noise = {" + '"a,".' * 20_000 + "b = 1}"],
        [f"noise = 0x{'f' * 1_000_000}"],
    ],
    ids=["keys", "sections", "items", "long key", "long name", "dotted", "dotted, quoted", "digits"],
)
def test_a_long_experiment_is_refused_soon(tmp_path: Path, lines: list[str]) -> None:
    (tmp_path / "my.toml").write_text("\n".join([XOR if "source" not in lines[0] else "[data]", *lines]))
    message, seconds = refusal(tmp_path / "my.toml")
    assert re.search("my.toml, line [2-5]", message), message
    assert seconds < 5


def test_a_wide_table_is_read_soon(tmp_path: Path) -> None:
    names = [f"column{number}" for number in range(8_000)]
    row = ",".join(["1.5"] * len(names))
    (tmp_path / "my.csv").write_text(f"{','.join(names)}\n{row}\n{row.replace('5', '7')}\n")
    start = process_time()
    splits = ["data.validation_fraction=0", "data.test_fraction=0"]
    assert load_data(Experiment.load(tmp_path / "my.csv", splits)).train.inputs.shape == (2, 7_999)
    message, _seconds = refusal(tmp_path / "my.csv", "data.target=column")
    assert "there is no column 'column' for data.target; did you mean 'column" in message
    (tmp_path / "my.csv").write_text(f"{','.join([*names, names[-1]])}\n{row},1\n")
    assert "line 1: two columns are called 'column7999'" in refusal(tmp_path / "my.csv")[0]
    assert process_time() - start < 8
