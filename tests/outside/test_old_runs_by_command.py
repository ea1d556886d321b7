"""Run folders of earlier versions by the command line alone: listed, replayed and resumed, on their bits."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from golden import environment, golden
from program import in_process, records

ROOT = Path(__file__).parents[2]
RUNS = ROOT / "tests" / "fixtures" / "runs-0.2.0"
NAMES = sorted(path.name for path in RUNS.iterdir())
MORE = 3
"""Epochs that a resumed run goes on for."""

SOON = ("resumed", "stopped-within-an-epoch", "surgery-ridge")
"""Those that are not left to the slow tests: without the command line all of them are resumed and replayed."""


def inside(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """The same in this process."""
    done = in_process(folder, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return records(done)


def program(*arguments: str) -> list[dict[str, Any]]:
    """What a command prints with --json."""
    command, env = [sys.executable, "-m", "tui_mlp", *arguments, "--json"], os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=env)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_they_are_listed() -> None:
    listed = program("runs", "--runs-dir", str(RUNS))
    assert sorted(Path(one["run"]).name for one in listed) == NAMES


@pytest.mark.parametrize("name", [pytest.param(name, marks=() if name in SOON else pytest.mark.slow) for name in NAMES])
def test_it_is_replayed_and_resumed(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(RUNS / name, tmp_path / name))  # going on writes into it
    saved = json.loads((folder / "result.json").read_text())
    again = inside(tmp_path, "replay", str(folder), "--headless")[-1]
    assert again["same"], again
    if not [note for note in again["differs"] if not note.startswith("mlp-tui ")]:
        assert again["exact"]
        assert again["weights_sha256"] == saved["weights_sha256"]
    end = inside(tmp_path, "resume", str(folder), "--headless", "--epochs", str(saved["epochs"] + MORE))[-1]
    found = {key: end[key] for key in ("epochs", "stopped_by", "weights_sha256")}
    text = json.dumps({**found, "environment": environment()}, indent=1) + "\n"
    wanted = json.loads(golden(f"resumed/{name}.json", text))
    if environment() != wanted["environment"]:
        found["weights_sha256"] = wanted["weights_sha256"]  # other last bits
    assert found == {key: wanted[key] for key in found}
