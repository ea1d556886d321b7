"""The main job, in a real pseudo-terminal."""

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import PROGRAM, epoch
from terminal import Terminal, train_slowly


@pytest.fixture
def open_terminal(tmp_path: Path) -> Callable[..., Terminal]:
    def start(*arguments: str, **options: Any) -> Terminal:
        return Terminal([PROGRAM, *arguments], home=tmp_path, **options)

    return start


def test_opens_trains_digits_pauses_and_leaves_the_terminal_as_it_was(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    with open_terminal("digits", "--epochs", "100000") as terminal:
        terminal.wait_text("ready", "epoch 0", "64-32-10", "Loss J", "Architecture", "Hyperparameters", "Θ(1)")
        terminal.send(" ")
        terminal.wait(lambda: "training" in terminal.lines[0] and epoch(terminal) > 3, "the counter moves")
        terminal.send(" ")
        terminal.wait(lambda: "paused" in terminal.lines[0], "paused")
        assert "batch" not in terminal.lines[0], "stopped within an epoch"
        stopped = epoch(terminal)
        terminal.send("n")
        terminal.wait(lambda: "paused" in terminal.lines[0] and epoch(terminal) > stopped, "one epoch more")
        assert epoch(terminal) == stopped + 1
        terminal.send("b")
        terminal.wait(lambda: "batch 1 of" in terminal.lines[0], "one mini-batch")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"\x1b[?1049l" in terminal.output, "the terminal's own screen is back"
        assert b"\x1b[?25h" in terminal.output, "the cursor is back"
        assert b"Traceback" not in terminal.output
        assert b"38;5;" in terminal.output, "the colours that this terminal has"
        assert b"38;2;" not in terminal.output
    (run,) = (tmp_path / ".local/share/mlp-tui/runs").iterdir()
    assert f'"epochs": {stopped + 1}' in (run / "result.json").read_text()


def test_neurons_come_and_go_and_a_hyperparameter_changes_while_it_trains(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    train_slowly(tmp_path)
    with open_terminal("spiral", "--epochs", "1000000") as terminal:
        terminal.wait_text("ready", "2-8-8-1")
        terminal.send("\t+")
        terminal.wait_text("2-9-8-1")
        terminal.send(" ")
        terminal.wait(lambda: epoch(terminal) > 10, "the counter moves")
        terminal.send("+")
        terminal.wait_text("2-10-8-1", "one neuron added")
        assert epoch(terminal) > 10, "it trains on"
        terminal.send("-")
        terminal.wait_text("make this change", "J ")
        terminal.send("\x1b")
        terminal.wait(lambda: "make this change" not in terminal.text, "left as it was")
        assert "2-10-8-1" in terminal.lines[0]
        terminal.send("-")
        terminal.wait_text("make this change")
        terminal.send("\r")
        terminal.wait_text("2-9-8-1", "training")
        terminal.send("\t")
        terminal.wait_text("◂")
        terminal.send("\r")
        terminal.wait_text("Size α")
        terminal.send("nonsense\r")
        terminal.wait_text("expected a number")
        terminal.send("\x15")
        terminal.wait(lambda: "nonsense" not in terminal.lines[-1], "cleared")
        terminal.send("0.002\r")
        terminal.wait_text("0.002")
        before = epoch(terminal)
        terminal.wait(lambda: epoch(terminal) > before and "training" in terminal.lines[0], "it goes on")
        terminal.send("q")
        assert terminal.wait_end() == 0


def test_after_the_last_epoch_space_trains_as_many_more_in_all_colours(open_terminal: Callable[..., Terminal]) -> None:
    with open_terminal("xor", "--epochs", "20", env={"COLORTERM": "truecolor"}) as terminal:
        terminal.wait_text("ready")
        terminal.send(" ")
        terminal.wait_text("finished", "epoch 20")
        terminal.send(" ")
        terminal.wait_text("finished", "epoch 40", "40 epochs are done: space 20 more")
        terminal.send("2ss")
        terminal.wait_text("paused", "epoch 40", "equation 2 of")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"[38;2;" in terminal.output
        assert b"[38;5;" not in terminal.output


def test_without_a_name_it_opens_the_last_one_or_else_the_spiral(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\n[data]\nsource = "xor"\n')
    for arguments in ((str(path),), ()):
        with open_terminal(*arguments) as terminal:
            terminal.wait_text("ready", "mine")
            terminal.send("q")
            assert terminal.wait_end() == 0
    path.write_text("[data\n")
    with open_terminal() as terminal:
        terminal.wait_text("ready", "spiral")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"mine.toml, line 1" in terminal.output, "why it wasn't the last one"


def test_a_wrong_experiment_is_one_message_and_no_screen(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('[data]\nsource = "spiral"\n[training]\nlearning_rat = 0.1\n')
    with open_terminal(str(path)) as terminal:
        assert terminal.wait_end() == 2
        assert b"\x1b[?1049h" not in terminal.output
        assert b"learning_rate" in terminal.output
        assert b"Traceback" not in terminal.output


def test_without_a_terminal_it_says_what_to_use(tmp_path: Path) -> None:
    import subprocess

    done = subprocess.run([PROGRAM, "spiral"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 2
    assert "mlp-tui train" in done.stderr


@pytest.mark.parametrize(
    "size",
    [
        (20, 5),
        pytest.param((80, 24), marks=pytest.mark.slow),  # as in most tests here
        pytest.param((60, 15), marks=pytest.mark.slow),
        pytest.param((160, 48), marks=pytest.mark.slow),
        pytest.param((59, 15), marks=pytest.mark.slow),
        pytest.param((120, 36), marks=pytest.mark.slow),
        pytest.param((40, 12), marks=pytest.mark.slow),
    ],
)
def test_every_size_opens_and_trains_and_can_be_another_and_a_kind_kill_saves_the_run(
    open_terminal: Callable[..., Terminal], tmp_path: Path, size: tuple[int, int]
) -> None:
    train_slowly(tmp_path)
    with open_terminal("xor", "--epochs", "1000000", size=size) as terminal:
        terminal.wait_text("ready", "epoch 0")
        terminal.send(" ")
        terminal.wait(lambda: epoch(terminal) > 10 and "training" in terminal.lines[0], "the counter moves")
        four = all(word in terminal.text for word in ("Loss J", "Θ(1)", "Architecture", "Hyperparameters"))
        assert four == (size[0] >= 60 and size[1] >= 15)
        for columns, lines in ((60, 15), (100, 30)):
            terminal.resize(columns, lines)
            before = epoch(terminal)
            terminal.wait_text("Loss J", "Θ(1)", "Architecture", "Hyperparameters")
            terminal.wait(lambda: "training" in terminal.lines[0], "it trains")
            terminal.wait(lambda before=before: epoch(terminal) > before, "it goes on, redrawn")  # type: ignore[misc]
        terminal.process.kill(signal.SIGTERM)
        assert terminal.wait_end() == 0
        assert b"Traceback" not in terminal.output
    assert len(list((tmp_path / ".local/share/mlp-tui/runs").iterdir())) == 1


@pytest.mark.parametrize(
    ("environment", "there", "missing"),
    [
        # Seen above too, where something else is tested with such a terminal.
        pytest.param({"COLORTERM": "truecolor"}, b"[38;2;", b"[38;5;", marks=pytest.mark.slow),
        pytest.param({"TERM": "xterm-256color"}, b"38;5;", b"38;2;", marks=pytest.mark.slow),
        pytest.param({"TERM": "xterm"}, b"[9", b"38;", marks=pytest.mark.slow),  # as the Linux console
        pytest.param({"TERM": "linux"}, b"[9", b"38;", marks=pytest.mark.slow),
    ],
    ids=["truecolor", "256", "16", "linux"],
)
def test_it_writes_the_colours_that_the_terminal_has(
    open_terminal: Callable[..., Terminal], environment: dict[str, str], there: bytes, missing: bytes
) -> None:
    with open_terminal("xor", "--epochs", "50", env=environment) as terminal:
        terminal.wait_text("ready")
        terminal.send(" ")
        terminal.wait_text("finished")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert there in terminal.output
        assert missing not in terminal.output


def test_without_colour_nothing_is_lost(open_terminal: Callable[..., Terminal]) -> None:
    with open_terminal("spiral", "--epochs", "20", env={"NO_COLOR": "1", "COLORTERM": "truecolor"}) as terminal:
        terminal.wait_text("ready", "[1 Train]")
        terminal.send(" ")
        terminal.wait_text("finished", "validation", "accuracy")
        terminal.send("m")
        terminal.wait_text("m histogram")
        assert any(character in terminal.text for character in "░▒▓█·-=≡")
        terminal.send("q")
        assert terminal.wait_end() == 0
        colours = {tuple(code) for code in re.findall(rb"\x1b\[[\d;]*?([34]8;2;(\d+);(\d+);(\d+))", terminal.output)}
        assert all(red == green == blue for _whole, red, green, blue in colours), "greys alone"


@pytest.mark.parametrize(
    "locale", [*(pytest.param(name, marks=pytest.mark.slow) for name in ("C", "POSIX")), "en_US.ISO-8859-1"]
)
def test_another_locale_gets_ascii_alone(open_terminal: Callable[..., Terminal], locale: str) -> None:
    with open_terminal("xor", "--epochs", "50", env={"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0"}) as terminal:
        terminal.wait_text("ready", "Theta(1)", "+-")
        terminal.send(" ")
        terminal.wait_text("finished", "# ")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert terminal.output.isascii()


@pytest.mark.slow  # the screen itself is tested so in tests/tui_mlp/views/train
def test_a_settings_folder_that_cannot_be_written_is_a_message(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    (tmp_path / ".config").write_text("a file where a folder should be")
    with open_terminal("xor") as terminal:
        terminal.wait_text("ready")
        terminal.send("n")
        terminal.wait(lambda: epoch(terminal) == 1, "it goes on")
        terminal.send("M")
        terminal.wait_text("XDG_CONFIG_HOME")  # a word that no path, however long, breaks in two
        terminal.send("M")
        terminal.wait(lambda: "XDG_CONFIG_HOME" not in terminal.text, "the list is closed")
        terminal.send("q")
        assert terminal.wait_end() == 0
