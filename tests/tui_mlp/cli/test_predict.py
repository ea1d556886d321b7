"""`mlp-tui predict`: what it prints for programs and for people, what it says on stderr, and how it ends."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
from collections.abc import Sequence
from contextlib import chdir, suppress
from pathlib import Path

import numpy as np
import pytest
from program import PROGRAM, in_process

import core
from tui_mlp.__main__ import command
from tui_mlp.system.standard_streams import Output, _raise, exit_status

CLASSES = ("b\x1b[31m", "a, b", "ñ")
TRAIN = ("--epochs", "2", "--set", "network.hidden=[3]", "--json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table with classes of any text and a run that was trained on it; new rows with a gap and an unknown colour."""
    folder = tmp_path_factory.mktemp("predict")
    rows = [[f"{n % 7}.5", ("red", "blue")[n % 2], CLASSES[n % 3]] for n in range(60)]
    write(folder / "own.csv", ["x", "colour", "kind"], rows)
    write(folder / "new.csv", ["colour", "extra", "x"], [["red", "?", "1"], ["green", "", ""], ["", "1", "2"]])
    done = in_process(folder, "train", "own.csv", *TRAIN)
    assert done.returncode == 0, done.stderr
    return folder


def write(path: Path, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *rows])


def run_of(folder: Path) -> str:
    """The name of the only run."""
    (run,) = (folder / "runs").iterdir()
    return run.name


def predicted(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return in_process(folder, "predict", run_of(folder), *arguments)


def started(folder: Path, *arguments: str, **more: object) -> "subprocess.Popen[bytes]":
    """The program itself, for what needs its streams."""
    command = [PROGRAM, "predict", run_of(folder), *arguments, "--runs-dir", str(folder / "runs")]
    return subprocess.Popen(command, cwd=folder, **more)  # type: ignore[call-overload, no-any-return]


def test_csv_is_what_the_model_says(folder: Path) -> None:
    """Of the rows that were trained, in their order, with the very probabilities and names."""
    done = predicted(folder, "own.csv", "--proba")
    assert done.returncode == 0, done.stderr
    names, *rows = csv.reader(io.StringIO(done.stdout, newline=""))
    model = core.load(folder / "runs" / run_of(folder))
    assert names == ["prediction", *(f"probability_{name}" for name in model.meaning.names)]
    assert set(model.meaning.names) == set(CLASSES)
    with (folder / "own.csv").open(encoding="utf-8", newline="") as file:
        levels = model.preparation.codings[1].levels
        inputs = [[float(x), levels.index(colour)] for x, colour, _kind in [*csv.reader(file)][1:]]
    outputs = model.outputs(inputs)
    np.testing.assert_array_equal(np.array([row[1:] for row in rows], float), outputs)
    assert [row[0] for row in rows] == [model.meaning.names[number] for number in outputs.argmax(1)]


def test_blocks_do_not_change_a_digit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the last ones, which depend on how many rows are computed at once."""
    write(folder / "few.csv", ["colour", "x"], [[("red", "blue")[n % 2], f"{n}.5"] for n in range(16)])
    whole = predicted(folder, "few.csv", "--proba").stdout
    monkeypatch.setattr("core.prediction.blocks.text_rows.CHUNK", 10)
    monkeypatch.setattr("core.prediction.blocks.text_rows.BLOCK", 1)
    assert predicted(folder, "few.csv", "--proba").stdout == whole


def test_json_has_an_object_a_row_and_gaps_are_told(folder: Path) -> None:
    done = predicted(folder, "new.csv", "--json", "--proba")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [next(iter(record)) for record in records] == ["prediction"] * 3
    assert all(abs(sum(list(record.values())[1:]) - 1) < 1e-12 for record in records)
    told = done.stderr.splitlines()[-3:]
    assert "1 cell of 'colour' holds a category that no training row has" in told[0]
    assert "1 cell of 'colour' is missing" in told[1]
    assert "1 cell of 'x' is missing" in told[2]


def test_a_regression_has_a_column_a_target_in_its_units(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "own.csv", ["a", "t"], [[f"{n}.5", f"{100 * n}.25"] for n in range(40)])
    assert in_process(tmp_path, "train", "own.csv", *TRAIN, "--set", "data.task=regression").returncode == 0
    plain, with_option = (predicted(tmp_path, "own.csv", *more).stdout for more in ((), ("--proba",)))
    assert plain == with_option
    names, *cells = plain.splitlines()
    assert names == "t"
    assert np.ptp(np.array(cells, float)) > 10
    assert all(repr(float(cell)) == cell for cell in cells)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no.csv",), "no.csv: cannot be read"),
        (("new.csv", "--set", "training.epochs=3"), "--set training.epochs=3: the run is trained; expected one of"),
        (("new.csv", "--last", "--epoch", "2"), "--last and --epoch exclude each other"),
        (("new.csv", "--set", "data.separator=;"), "line 1: found one cell, 'colour,extra,x'"),
    ],
)
def test_what_cannot_be_predicted_is_refused_before_anything_is_printed(
    folder: Path, arguments: Sequence[str], said: str
) -> None:
    done = predicted(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_the_weights_of_an_epoch(folder: Path) -> None:
    assert (
        predicted(folder, "own.csv", "--proba").stdout != predicted(folder, "own.csv", "--proba", "--epoch", "1").stdout
    )


def ended(monkeypatch: pytest.MonkeyPatch, folder: Path, descriptor: int) -> int:
    """How the program ends in this process with this standard output, which is closed then."""
    out = Output(descriptor, _raise)
    with monkeypatch.context() as patched, chdir(folder):
        patched.setattr("sys.stdout", io.TextIOWrapper(io.BufferedWriter(out), "utf-8", line_buffering=out.isatty()))
        patched.setattr("sys.argv", ["mlp-tui", "predict", run_of(folder), "own.csv", "--runs-dir", "runs"])
        status = exit_status(command)
    os.close(descriptor)
    return status


def test_a_terminal_gets_no_control_character(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file gets the names as they are."""
    screen, terminal = pty.openpty()
    assert ended(monkeypatch, folder, terminal) == 0
    shown = all_shown(screen)
    assert b"prediction" in shown
    assert shown.count(b"\n") == 61
    assert b"\x1b" not in shown
    assert rb"b\x1b[31m" in shown or "ñ".encode() in shown
    assert "\x1b" in predicted(folder, "own.csv", "--proba").stdout


def all_shown(screen: int) -> bytes:
    """All that came to a terminal whose other end is closed: what one read gives may be a part."""
    shown = b""
    with suppress(OSError):  # of a closed terminal, Linux says at the end that it can't be read
        while part := os.read(screen, 4096):
            shown += part
    os.close(screen)
    return shown


def test_rows_come_as_they_are_written_until_someone_stops(folder: Path) -> None:
    """Through a pipe that stays open, as `tail -f` has it: Ctrl+C ends it without a word."""
    with started(folder, "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"x,colour\n1,red\n2,blue\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"prediction\n"
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _out, told = process.communicate()
        assert process.returncode == 130
        assert not [line for line in told.splitlines() if not line.startswith(b"mlp-tui: note: ")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_and_a_reader_that_leaves(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the one it says what is wrong, on the other it ends as if all had been read."""
    reading, writing = os.pipe()
    os.close(reading)
    assert ended(monkeypatch, folder, os.open("/dev/full", os.O_WRONLY)) == 4
    assert "standard output cannot be written: No space left on device" in capsys.readouterr().err
    assert ended(monkeypatch, folder, writing) == 0
    assert not [line for line in capsys.readouterr().err.splitlines() if not line.startswith("mlp-tui: note: ")]
