"""`mlp-tui export RUN model.py`: the file prints what `mlp-tui predict` prints, and says what it says."""

import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from program import in_process

CLASSES = ("b\x1b[31m", "a, b", 'say "ñ"')
NEW = """colour;x;extra;day
red;1,5;?;2024-02-03 10:15
green;;z;NA
;-2;"a
b";2024-12-31
1.0;--;;2025-01-01T23:00
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on a table with classes of any text, dates and gaps, and its export."""
    folder, random = tmp_path_factory.mktemp("exported"), np.random.default_rng(2)
    rows = ["x,colour,day,kind"]
    for number in range(90):
        x = "" if number % 9 == 8 else f"{random.normal():.3f}"
        kind = CLASSES[number % 3].replace('"', '""')
        rows.append(f'{x},{("red", "blue", "1")[number % 3]},20{number % 9 + 15}-0{number % 7 + 1}-11,"{kind}"')
    (folder / "own.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "new.csv").write_text(NEW, "utf-8")
    settings = ("--set", "network.hidden=[5]", "--set", "data.missing=mean+flag")
    trained = in_process(folder, "train", "own.csv", "--epochs", "2", *settings)
    exported = in_process(folder, "export", run_of(folder), "model.py")
    assert (trained.returncode, exported.returncode) == (0, 0), trained.stderr + exported.stderr
    return folder


def run_of(folder: Path) -> str:
    (run,) = (folder / "runs").glob("own*")
    return run.name


def test_both_print_the_same_bytes(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As a program with the probabilities, and called in this process without them."""
    expected, plain = (in_process(folder, "predict", run_of(folder), "new.csv", *more) for more in (["--proba"], []))
    command = [sys.executable, "-I", "model.py", "new.csv", "--proba"]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (expected.returncode, expected.stdout)
    assert found.returncode == 0
    assert len(found.stdout.splitlines()) == 5
    said = [line.partition(": ")[2] for line in expected.stderr.splitlines() if "cell" in line]
    assert [line.partition(": ")[2] for line in found.stderr.splitlines()] == said
    assert len(said) == 4
    capfd.readouterr()
    assert runpy.run_path(str(folder / "model.py"))["main"]([str(folder / "new.csv")]) == plain.returncode == 0
    assert capfd.readouterr().out == plain.stdout
