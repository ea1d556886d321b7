"""`mlp-tui record`: its files, and what it refuses."""

import json
import shutil
from pathlib import Path

import pytest
from program import in_process

from core.runs.run_folder import LAST

FIXTURES = Path(__file__).parents[2] / "fixtures" / "runs-0.1.0"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of three epochs, in the folder where the tests' runs are."""
    return Path(shutil.copytree(FIXTURES / "by-hand", tmp_path / "runs" / "by-hand"))


def test_both_kinds_of_file(tmp_path: Path, run: Path) -> None:
    done = in_process(tmp_path, "record", "by-hand", "out.cast", "--size", "70x20", "--epoch", "2", "--json")
    assert json.loads(done.stdout) == {"file": "out.cast", "epoch": 2, "frames": 3, "seconds": 6.0}
    header = json.loads((tmp_path / "out.cast").read_text().splitlines()[0])
    assert (header["width"], header["height"]) == (70, 20)
    assert header["timestamp"] > 1.7e9, "when the run was started"
    done = in_process(tmp_path, "record", "by-hand", "out.svg", "--lang", "es", "--ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "</svg>" in (tmp_path / "out.svg").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.cast", "out.svg", "runs"], "nothing half written"


def test_other_weights_are_drawn_with_a_note(tmp_path: Path, run: Path) -> None:
    shutil.copy(FIXTURES / "xor-one-batch" / LAST, run / LAST)
    done = in_process(tmp_path, "record", "by-hand", "out.svg")
    assert done.returncode == 0
    assert "drawn from other weights than the run's" in done.stderr
    assert (tmp_path / "out.svg").exists()


def test_names_of_any_origin_are_escaped(tmp_path: Path) -> None:
    name, ascii_name = "a\\u001b[2Jñ", "a\\x1b[2Jn"
    done = in_process(tmp_path, "train", "xor", "--epochs", "1", "--set", f'name="{name}"', "--json")
    run = json.loads(done.stdout.splitlines()[-1])["run"]
    assert in_process(tmp_path, "record", run, "out.cast", "--ascii", "--lang", "es").returncode == 0
    content = (tmp_path / "out.cast").read_text()
    assert content.isascii()
    assert json.loads(content.splitlines()[0])["title"] == f"mlp-tui {ascii_name}"
    assert json.loads(content.splitlines()[1])[2].count("\x1b[2J") == 1, "ours alone"


def test_data_that_are_gone(tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text("a,b,class\n" + "".join(f"{n},{n * n % 7},{'xy'[n % 2]}\n" for n in range(20)))
    done = in_process(tmp_path, "train", str(table), "--epochs", "1", "--json")
    run = json.loads(done.stdout.splitlines()[-1])["run"]
    moved = table.rename(tmp_path / "moved.csv")
    said = in_process(tmp_path, "record", run, "out.svg")
    assert (said.returncode, "--set data.source=" in said.stderr) == (2, True), said.stderr
    assert in_process(tmp_path, "record", run, "out.svg", "--set", f"data.source={moved}").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("out.gif",), "expected .cast (a recording) or .svg (a picture)"),
        (("out.svg", "--size", "80"), "--size: found '80', expected columns and lines such as 80x24"),
        (("out.svg", "--size", "2000x24"), "at most 1000x500"),
        (("out.svg", "--speed", "3"), "--speed is for a .cast"),
        (("out.cast", "--speed", "0"), "--speed"),
        (("out.cast", "--epochs", "9"), "a recording takes no changes"),
        (("no/out.cast",), "no/out.cast: cannot be written: No such file"),
    ],
)
def test_what_is_refused(tmp_path: Path, run: Path, arguments: tuple[str, ...], told: str) -> None:
    done = in_process(tmp_path, "record", "by-hand", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert not list(tmp_path.glob("*out*"))
