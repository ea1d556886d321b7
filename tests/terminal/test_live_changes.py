"""Everything changed while digits trains, in a real pseudo-terminal; the run's journal repeats it to the bit."""

import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from program import PROGRAM, epoch
from terminal import Terminal


@pytest.mark.slow
def test_changes_surgery_and_edits_while_it_trains_replay_to_the_same_bits(tmp_path: Path) -> None:
    with Terminal(
        [PROGRAM, "digits", "--epochs", "100000", "--refresh", "fast"], home=tmp_path, size=(120, 40)
    ) as terminal:

        def trains_on() -> None:
            at = epoch(terminal)
            terminal.wait(lambda: "training" in terminal.lines[0] and epoch(terminal) > at, "it trains on")

        terminal.wait_text("ready", "64-32-10")
        terminal.send(" ")
        trains_on()
        terminal.send("\t\t\t")  # weights, gradient, architecture, hyperparameters
        terminal.wait_text("◂", "enter")
        terminal.send("\x1b[C")
        terminal.wait_text("◂ 0.01 ▸")
        trains_on()
        terminal.send("\x1b[B" * 3)  # past schedule and warmup
        terminal.wait(lambda: re.search(r"batch size\s+◂", terminal.text), "the batch size")
        terminal.send("\r")
        terminal.wait_text("Examples of each step")
        terminal.send("50\r")
        terminal.wait_text("◂ 50 ▸")
        trains_on()
        terminal.send("\x1b[B\x1b[D")
        terminal.wait_text("◂ rmsprop ▸")
        trains_on()
        terminal.send("\x1b[Z")  # back to the architecture
        terminal.wait_text("+ -")
        terminal.send("\x1b[A\x1b[A\x1b[A\x1b[B+")
        terminal.wait_text("64-33-10", "The outputs stay")
        trains_on()
        terminal.send("a")
        terminal.wait(lambda: "64-33-33-10" in terminal.lines[0] or "make this change" in terminal.text, "a layer")
        if "make this change" in terminal.text:
            terminal.send("\r")
        terminal.wait_text("64-33-33-10")
        trains_on()
        terminal.send("\x1b[Z\x1b[Z")  # the weights
        terminal.wait_text("edit")
        terminal.send("\r")
        terminal.wait_text("Any number")
        terminal.send("0.5\r")
        terminal.wait_text("gradient predicted")
        terminal.send("f")
        terminal.wait_text("frozen")
        terminal.send("u")
        terminal.wait_text("rewind to before it")  # training lies between
        terminal.send("u")
        terminal.wait_text("Undone")
        trains_on()
        terminal.send(" ")
        terminal.wait(lambda: "paused" in terminal.lines[0], "paused")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"Traceback" not in terminal.output
    (run,) = (tmp_path / ".local/share/mlp-tui/runs").iterdir()
    entries = [json.loads(line) for line in (run / "journal.jsonl").read_text().splitlines()]
    acts = [entry.get("act") or entry.get("key") for entry in entries if entry["what"] in ("deed", "change")]
    assert {"add_neuron", "add_layer", "set_weight", "freeze", "training.learning_rate", "training.batch_size"} <= {
        *acts
    }
    assert "training.optimizer" in acts
    grown = [entry["epoch"] for entry in entries if entry.get("act") == "add_neuron"]
    rows = [line.split(",") for line in (run / "metrics.csv").read_text().splitlines()[1:]]
    losses = {int(row[0]): float(row[1]) for row in rows}
    jumps = [after - before for (at, before), (_next, after) in pairwise(losses.items()) if at in grown]
    assert all(jump < 0.2 for jump in jumps), "the loss doesn't jump on growth"
    done = subprocess.run([PROGRAM, "replay", str(run), "--headless"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "last bit" in done.stdout
