"""The Step view in a real pseudo-terminal: each kind of equation, walked through by key, and what `y` copies."""

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from program import PROGRAM
from terminal import Terminal, train_slowly

from core.derivation.text import derivation_latex, derivation_text
from core.experiment.experiment import Experiment
from core.stepping.stepper import Execution, Stepper
from core.training.trainer import Trainer
from tui_mlp.models.equation_help import heading
from tui_mlp.models.operand_views import operand_views
from tui_mlp.models.step_focus import updated_focus
from tui_mlp.session.session import PlannedEquation, Stepping
from tui_mlp.text.numbers import plain_number

SMALL = """
name = "all"
seed = 1
[data]
source = "inline"
inputs = [[0.1, 0.2], [0.0, 1.0], [1.0, 0.3], [0.9, 1.0]]
targets = [[0.0], [1.0], [1.0], [0.0]]
validation_fraction = 0.0
test_fraction = 0.0
standardize = false
[network]
hidden = [3]
activation = "sigmoid"
[training]
optimizer = "adam"
batch_size = 4
dropout = 0.3
l1 = 0.1
l2 = 0.2
clip_norm = 0.1
"""


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    path = tmp_path / "all.toml"
    path.write_text(SMALL)
    return path


@pytest.fixture
def executions(experiment: Path) -> tuple[Execution, ...]:
    """What the program will show: the same core, so the same numbers."""
    stepper = Stepper(Trainer(Experiment.load(experiment)))
    stepper.finish_batch()
    return stepper.executions


def open_terminal(folder: Path, *arguments: object, **options: Any) -> Terminal:
    return Terminal([PROGRAM, *map(str, arguments)], home=folder, **options)


WALL = re.compile(r"[\s│─╭╮╰╯]")


def seen(terminal: Terminal, *texts: str) -> bool:
    """Whether texts are on the screen, over frames and the ends of lines."""
    lines = terminal.lines
    start = lines[1].find("╮") + 1  # right of the algorithm
    shown = WALL.sub("", "".join(line[start:] for line in lines[1:-2]))
    return all(WALL.sub("", text) in shown for text in texts)


@pytest.mark.slow  # the same is looked at without a terminal in tests/tui_mlp/views/step/test_screen.py
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids="{0[0]}x{0[1]}".format)
def test_every_kind_of_equation(
    experiment: Path, executions: tuple[Execution, ...], tmp_path: Path, size: tuple[int, int]
) -> None:
    plan = tuple(PlannedEquation(None, None, "", "") for _ in executions)
    focus, kinds = None, set()
    with open_terminal(tmp_path, experiment, size=size) as terminal:
        terminal.wait_text("ready", "epoch 0")
        terminal.send("2")
        terminal.wait_text("Algorithm", "s runs the first equation")
        for count, execution in enumerate(executions, 1):
            terminal.send("s")
            terminal.wait_text(f"equation {count} of {len(executions)}")
            focus = updated_focus(focus, Stepping(plan, executions[:count], count % len(executions)), 8)
            kinds.add(execution.equation.kind)
            assert focus is not None
            equation, spelling = execution.equation, focus.derivation
            assert focus is not None
            wanted = [
                f"{equation.symbol}  {'×'.join(map(str, execution.writes.value.shape))}",
                equation.text,
                focus.name,
                plain_number(focus.value),
            ]
            wanted += [f"({equation.number})"] * bool(equation.number)
            assert spelling is not None
            wanted += [f"({spelling.reference})"] * bool(spelling.reference)
            assert spelling is not None
            wanted += [spelling.formula] * (equation.kind != "input")
            wanted += [piece.title for piece in operand_views(execution)]
            wanted += [heading(execution)] * (size[0] == 160)
            terminal.wait(lambda wanted=wanted: seen(terminal, *wanted), f"{wanted}")  # type: ignore[misc]
            mark = next(line for line in terminal.lines if line.startswith("│ ▸"))
            assert equation.symbol in mark
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"Traceback" not in terminal.output
    assert len(kinds) == 11, "all there are"


def copied(terminal: Terminal) -> list[str]:
    """What went to the clipboard, each text after the other."""
    return [base64.b64decode(text).decode() for text in re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)", terminal.output)]


def test_walks_from_the_loss_to_an_input_and_copies(
    experiment: Path, executions: tuple[Execution, ...], tmp_path: Path
) -> None:
    with open_terminal(tmp_path, experiment) as terminal:
        terminal.wait_text("ready")
        terminal.send("2ssss")
        terminal.wait_text("equation 4 of", "J = (1/m)")
        focus = updated_focus(None, Stepping((), executions[:4], 4), 8)
        terminal.send("y")
        terminal.wait(lambda: len(copied(terminal)) == 1, "the text")
        terminal.send("Y")
        terminal.wait(lambda: len(copied(terminal)) == 2, "the LaTeX")
        assert focus is not None
        assert focus.derivation is not None
        assert copied(terminal) == [
            derivation_text(focus.execution, focus.derivation, 0),
            derivation_latex(focus.execution, focus.derivation, 0),
        ]
        for _ in range(3):
            assert focus is not None
            focus = focus.followed()
            terminal.send("\r")
            assert focus is not None
            terminal.wait(lambda focus=focus: seen(terminal, focus.name, "esc back"), focus.name)  # type: ignore[misc]
        assert focus is not None
        assert focus.name.startswith("A(1)[")
        terminal.wait_text("training example")
        terminal.send("y")
        terminal.wait(lambda: len(copied(terminal)) == 3, "a value that is given")
        assert focus is not None
        assert f"{focus.name} = {focus.value:.6g}" in copied(terminal)[2]
        terminal.send("e")
        terminal.wait_text("Example ", "wanted y", "output a", "its loss")
        terminal.send("q")
        assert terminal.wait_end() == 0


def test_the_command_step_opens_it_and_the_linux_console_has_no_clipboard(
    experiment: Path, executions: tuple[Execution, ...], tmp_path: Path
) -> None:
    with open_terminal(tmp_path, "step", experiment, env={"TERM": "linux"}) as terminal:
        terminal.wait_text("2 Step", "Algorithm")
        terminal.send("s")
        terminal.wait_text("equation 1 of")
        terminal.send("y")
        path = tmp_path / ".local/share/mlp-tui/equations/equation-1.txt"
        terminal.wait(path.exists, "the file")
        assert not copied(terminal)
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"[9" in terminal.output, "the colours that this terminal has"
        assert b"38;" not in terminal.output
    focus = updated_focus(None, Stepping((), executions[:1], 1), 8)
    assert focus is not None
    assert focus.derivation is not None
    assert path.read_text() == derivation_text(focus.execution, focus.derivation, 0) + "\n"


def test_an_image_is_walked_into_while_it_trains(tmp_path: Path) -> None:
    train_slowly(tmp_path)
    with open_terminal(tmp_path, "digits", "--epochs", "100000", size=(120, 36)) as terminal:
        terminal.wait_text("ready")
        terminal.send("2 ")
        terminal.wait_text("training", "Training. s stops it")
        terminal.send("s")
        terminal.wait_text("paused", "equation 1 of", "A(1) ← X")
        terminal.send("b")
        terminal.wait_text("batch loss")
        terminal.send("e")
        terminal.wait_text("wanted y", "equal shares", "▀")
        terminal.send("1")
        terminal.wait_text("Hyperparameters")
        terminal.send("2 ")
        terminal.wait_text("training")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"Traceback" not in terminal.output
