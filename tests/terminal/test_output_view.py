"""The Output view, in a real pseudo-terminal."""

from pathlib import Path

from program import PROGRAM, epoch
from terminal import Terminal


def test_the_map_changes_while_training_runs(tmp_path: Path) -> None:
    with Terminal([PROGRAM], home=tmp_path) as terminal:
        terminal.wait_text("ready", "epoch 0", "2-8-8-1")
        terminal.send(" ")
        terminal.wait(lambda: epoch(terminal) > 0, "it trains")
        terminal.send("3")
        terminal.wait_text("3 Output: Map", "Output A(4)", "Neurons A(3)", "Validation row")
        first = terminal.colours
        assert len(set(first)) > 10, "shaded by the output"
        at = epoch(terminal)
        terminal.wait(lambda: differing(first, terminal.colours) > 100, "another map")
        assert "training" in terminal.lines[0]
        assert epoch(terminal) > at
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"Traceback" not in terminal.output


def differing(first: list[tuple[str, str]], second: list[tuple[str, str]]) -> int:
    """The number of cells that have other colours."""
    return sum(one != other for one, other in zip(first, second, strict=True))
