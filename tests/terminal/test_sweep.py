"""`mlp-tui sweep` on a terminal, with a worker of its own: the bar, and what Ctrl+C leaves."""

import json
from pathlib import Path

from program import PROGRAM
from terminal import Terminal

SWEEP = """
name = "sweep"
[data]
source = "xor"
validation_fraction = 0.25
[training]
epochs = 40
[sweep]
trials = 1000
sampler = "random"
[sweep.space]
"training.learning_rate" = { low = 0.01, high = 0.1, log = true }
"""


def test_the_bar_and_what_ctrl_c_leaves(tmp_path: Path) -> None:
    tmp_path.joinpath("sweep.toml").write_text(SWEEP)
    command = [PROGRAM, "sweep", str(tmp_path / "sweep.toml"), "--workers", "1", "--runs-dir", str(tmp_path / "runs")]
    with Terminal(command, home=tmp_path, size=(100, 24)) as terminal:
        terminal.wait_text("the workers start")
        terminal.wait_text("1 running", "/1000", "best so far", "in trial", "rate 0.0")
        terminal.send("\x03")
        assert terminal.wait_end() == 130
        lines = [line.rstrip() for line in terminal.text.splitlines()]
    (folder,) = (tmp_path / "runs" / "sweeps").iterdir()
    ended = [json.loads(line) for line in folder.joinpath("trials.jsonl").read_text().splitlines()]
    begin = next(line for line in lines if line)
    assert begin.startswith(f"{len(ended)} trial"), "the bar is gone, and nothing but this was said"
    assert "continue with: mlp-tui sweep resume " in terminal.text
    assert all(folder.joinpath("trials", one["runs"][0]["run"], "result.json").exists() for one in ended)
    assert json.loads(folder.joinpath("status.json").read_text())["lost"] == 0
