"""The real program on files that would command the terminal: what is written, and what a terminal makes of it."""

import csv
import json
import os
import re
import subprocess
from pathlib import Path

import pyte
import pytest
from program import PROGRAM, in_process
from terminal import Terminal

from tui_mlp.cli.console import aligned

HARM = "x\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x9b31m\x07"
SPELLED = r"x\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x9b31m\x07"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    cells = "".join(f"{row / 10},{row % 3},{HARM if row % 2 else '=1+1'}\n" for row in range(30))
    (tmp_path / "data.csv").write_text(f'"{HARM}","a\nb",kind\n{cells}')
    (tmp_path / "wrong.csv").write_text(f"{HARM},b\n1,{HARM}\n2,\u202e3\n3,1\n")
    toml = f"name = {json.dumps(HARM + chr(0x2028))}\n[data]\nsource = 'data.csv'\n[network]\nhidden = [3]\n"
    (tmp_path / "hostile.toml").write_text(toml)
    (tmp_path / "key.toml").write_text(f"{json.dumps(HARM)} = 1\n")
    return tmp_path


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    command = [PROGRAM, *arguments, "--runs-dir", "runs"]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False, cwd=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def inside(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The same in this process."""
    done = in_process(folder, *arguments)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("train", "wrong.csv", "--set", "data.task=regression"),
        ("train", "data.csv", "--set", "data.target=z"),
        ("train", "key.toml"),
        ("train", f"{HARM}.csv"),
        ("train", "spiral", HARM),
        ("train", "spiral", "--epochs", HARM),
        (f"--{HARM}",),
        ("runs", "export", HARM),
        ("train", "spiral", "--set", f"name={HARM}\n", "--set", f"{HARM}=1"),
    ],
)
def test_messages_spell_what_they_quote(files: Path, arguments: tuple[str, ...]) -> None:
    through = run if arguments[1:2] in (("wrong.csv",), ()) else inside  # a message of ours and one of click's
    status, out, err = through(files, *arguments)
    assert (status, out) == (2, "")
    assert not UNSAFE.search(err)
    assert r"\x1b]0;owned" in err
    if err.startswith("mlp-tui"):
        assert err.count("\n") == 1, "one message on one line"


def test_what_the_shell_is_told_of_runs(files: Path) -> None:
    (files / b"odd \xff\x1b[2J.csv".decode("utf-8", "surrogateescape")).write_text((files / "data.csv").read_text())
    for source in ("hostile.toml", "odd \udcff\x1b[2J.csv"):
        status, out, err = inside(files, "train", source, "--epochs", "2")
        assert status == 0, err
        assert not UNSAFE.search(out + err)
    newest = max((files / "runs").iterdir(), key=lambda path: path.stat().st_mtime)
    about = json.loads((newest / "run.json").read_text()) | {"data": "日本語\u202e", "state": "e\u0301\x9b"}
    (newest / "run.json").write_text(json.dumps(about))
    _status, out, err = run(files, "runs")
    assert not UNSAFE.search(out + err)
    assert r"日本語\u202e" in out
    _status, out, _err = inside(files, "runs", "--json")
    assert not UNSAFE.search(out)
    assert "日本語\u202e" in [json.loads(line)["data"] for line in out.splitlines()]


def test_columns_of_the_shell_stay_in_line() -> None:
    rows = [("name", "rows", "|"), ("日本語", "1", "|"), ("e\u0301\x1b[2J", "1,000", "|"), ("👍", "20", "|")]
    screen = pyte.Screen(40, len(rows))
    pyte.Stream(screen).feed("\r\n".join(aligned(rows, right=(1,))))
    places = [{place for place, cell in line.items() if cell.data == "|"} for line in screen.buffer.values()]
    assert places == [{17}] * 4


def test_a_table_for_spreadsheets_has_no_formula_and_no_command(files: Path) -> None:
    inside(files, "train", "xor", "--epochs", "3")
    (folder,) = (files / "runs").iterdir()
    metrics = folder / "metrics.csv"
    whole = metrics.read_text()
    assert inside(files, "runs", "export", folder.name)[1] == whole, "figures stay as they are"
    metrics.write_text(whole + f'=cmd,+1,-1.5e-3,"@a,b",{HARM},-x,\t=1,\n')
    assert inside(files, "runs", "export", folder.name, "out.csv")[0] == 0
    with (files / "out.csv").open(newline="") as file:
        *_figures, last = csv.reader(file)
    assert last == ["'=cmd", "+1", "-1.5e-3", "'@a,b", SPELLED, "'-x", r"\t=1", ""]


def test_no_sequence_of_a_file_reaches_the_terminal(files: Path) -> None:
    os.chdir(files)
    command = [PROGRAM, str(files / "hostile.toml"), "--runs-dir", str(files / "runs")]
    with Terminal(command, home=files, size=(120, 36)) as terminal:
        terminal.wait_text("ready", r"x\x1b]0;owned\x07")
        for keys, words in (
            ("2", "Equation"),
            ("b", "batch loss"),
            ("e", "wanted y"),
            ("e", "batch loss"),
            ("o", "30 rows"),
        ):
            terminal.send(keys)
            terminal.wait_text(words)
        terminal.send("\x1b")
        terminal.wait(lambda: "30 rows" not in terminal.text, "the picker is gone")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert "owned" not in terminal._screen.title
        for sequence in (b"\x1b]0;", b"\x1b]52;", b"\x1b[2J\xc2\x9b", b"\xc2\x9b"):
            assert sequence not in terminal.output
        assert rb"x\x1b]0;owned" in terminal.output
