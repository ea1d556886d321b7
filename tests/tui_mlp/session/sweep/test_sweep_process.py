"""The sweep's process: how it is started, that it ends with its stdin, and what it said."""

import os
import sys
from pathlib import Path

import pytest
from saved_sweeps import a_sweep

from core.support.errors import InputError
from core.sweeps import libraries
from core.sweeps.saved.sweep_folder import SweepFolder
from tui_mlp.session.sweep.sweep_process import OUTPUT, SweepProcess


@pytest.fixture
def folder(tmp_path: Path) -> SweepFolder:
    return a_sweep(tmp_path, 2, 0, metrics=False)


def program(folder: SweepFolder, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Have this script run in place of Python."""
    file = folder.path / "program"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(file))


def test_it_goes_on_with_the_sweep_until_its_stdin_closes(folder: SweepFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, monkeypatch, 'echo "$@"; cat >/dev/null; exit 130')
    process = SweepProcess(folder, ["--workers", "2"])
    assert process.lives
    assert process.problem == ""
    assert process.close()
    assert not process.lives
    assert process.problem == "", "it was stopped, as was asked"
    said = folder.path.joinpath(OUTPUT).read_text().split()
    assert said == [
        "-P",
        "-m",
        "tui_mlp",
        "sweep",
        "resume",
        str(folder.path),
        "--until-stdin-closes",
        "--workers",
        "2",
    ]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo one; echo 'mlp-tui: no such file'; exit 2", "mlp-tui: no such file"),
        ("echo 'Traceback (most'; echo 'ZeroDivisionError: oh'; exit 1", "ZeroDivisionError: oh; more in"),
        ("exit 7", "ended with status 7"),
    ],
)
def test_how_it_failed(folder: SweepFolder, monkeypatch: pytest.MonkeyPatch, script: str, words: str) -> None:
    program(folder, monkeypatch, script)
    process = SweepProcess(folder)
    assert process.close()
    assert words in process.problem


def test_what_does_not_end_in_time_is_said(folder: SweepFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, monkeypatch, "trap '' HUP; cat >/dev/null; read -r line < wait")
    wait = folder.path / "wait"
    monkeypatch.chdir(folder.path)
    os.mkfifo(wait)
    process = SweepProcess(folder)
    assert not process.close(timeout=0.05)
    wait.write_text("go on\n")
    assert process.close()


def test_it_says_how_to_install_what_is_missing(folder: SweepFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'mlp-tui\[sweep\]'"):
        SweepProcess(folder)
    monkeypatch.undo()
    monkeypatch.setattr(sys, "executable", str(folder.path / "nothing"))
    with pytest.raises(InputError, match="cannot be started"):
        SweepProcess(folder)
