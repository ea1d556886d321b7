"""The terminal goes away, as when a connection drops: the run is saved, the process ends, and resume takes it up."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from program import PROGRAM, records
from terminal import Terminal, train_slowly

PATIENCE = 30.0
"""Seconds; it takes under two, but not on every machine that runs these tests."""


def ended(terminal: Terminal) -> bool:
    """Whether the process is gone within our patience."""
    end = time.monotonic() + PATIENCE
    while terminal.process.isalive() and time.monotonic() < end:
        time.sleep(0.01)
    return not terminal.process.isalive()


@pytest.mark.parametrize(
    ("training", "ignored"),
    [
        pytest.param(True, False, id="training-hung up"),
        pytest.param(False, True, id="paused within an epoch-under nohup"),
        pytest.param(True, True, id="training-under nohup", marks=pytest.mark.slow),
        pytest.param(False, False, id="paused within an epoch-hung up", marks=pytest.mark.slow),
    ],
)
def test_the_run_is_saved_and_resumed_to_the_same_bits(
    inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, ignored: bool, training: bool
) -> None:
    train_slowly(tmp_path)
    runs = tmp_path / "runs"
    arguments = [PROGRAM, "digits", "--epochs", "100000", "--runs-dir", str(runs)]
    command = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *arguments] if ignored else arguments
    with Terminal(command, home=tmp_path) as terminal:
        terminal.wait_text("ready")
        terminal.send(" ")
        terminal.wait(lambda: re.search(r"epoch [1-9]", terminal.lines[0]), "it trains")
        if not training:
            terminal.send(" ")
            terminal.wait(lambda: "paused" in terminal.lines[0], "paused")
            terminal.send("bb")
            terminal.wait(lambda: "batch 2 of" in terminal.lines[0], "two mini-batches")
        terminal.process.ptyproc.fileobj.close()  # the last end of the terminal
        gone = ended(terminal)
        assert gone, "it spins"
    (run,) = runs.iterdir()
    entries = [json.loads(line) for line in (run / "journal.jsonl").read_text().splitlines()]
    assert entries[-1]["what"] == "stop"
    assert entries[-1]["stopped_by"] == "interrupted"
    if not training:
        assert entries[-1]["batch"] == 2
    epochs = entries[-1]["epoch"] + 1
    resumed = inside("resume", run.name, "--headless", "--json", "--epochs", str(epochs))
    whole = inside("train", "digits", "--json", "--epochs", str(epochs))
    ends = [records(done)[-1] for done in (resumed, whole)]
    assert ends[0]["weights_sha256"] == ends[1]["weights_sha256"]
    assert ends[0]["epochs"] == epochs
