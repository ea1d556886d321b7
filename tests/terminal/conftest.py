"""For tests of the real program."""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from program import PROGRAM, in_process


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs the program to its end, its runs below `tmp_path`."""

    def start(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [PROGRAM, *arguments, "--runs-dir", str(tmp_path / "runs")]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)

    return start


@pytest.fixture
def inside(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The same in this process, for what a command does once it has started."""
    return partial(in_process, tmp_path)
