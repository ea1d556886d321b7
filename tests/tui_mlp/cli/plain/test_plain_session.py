"""Sessions in lines, from their first line to their last: what they say, and what they train."""

import re
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner, Result
from sessions import xor_text
from stepped import make_session

import core
from core.training.trainer import Trainer
from tui_mlp.cli.main import cli
from tui_mlp.cli.plain.plain_session import PlainSession
from tui_mlp.session.stepped_sessions import SteppedSession

EXPERIMENT = "xor.toml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / EXPERIMENT).write_text(xor_text(hidden="[3]", epochs=20))
    return tmp_path


def session(command: str, lines: str, *options: str, source: str = EXPERIMENT) -> Result:
    """A session whose commands come from a pipe, `|` between two of them."""
    arguments = [command, source, "--plain", "--runs-dir", "runs", *options]
    done = CliRunner().invoke(cli, arguments, input="".join(f"{line}\n" for line in lines.split("|")) if lines else "")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "\x1b" not in done.output
    assert "\r" not in done.output
    return done


def said(done: Result) -> list[str]:
    """What was said after the line that tells how to begin."""
    lines = done.stdout.splitlines()
    return lines[next(place for place, line in enumerate(lines) if "`help`" in line or "`ayuda`" in line) + 1 :]


def test_equations_values_and_sums_by_hand(folder: Path) -> None:
    done = session("step", "s|next||S|s|b|read delta 2|cell 1 2|row 1", source="by-hand")
    assert done.exit_code == 0
    assert said(done)[:-2] == [
        "line 5, equation 15: A 1 becomes X",
        "A 1, 1 row, 3 columns, column 0 is the bias",
        "row 1: 1, 1, 2",
        "line 7: A 2 becomes g of open parenthesis A 1 times Theta 1 close parenthesis",
        "A 2, 1 row, 3 columns, column 0 is the bias",
        "row 1: 1, 0.4256, 0.7311",
        "line 7: A 3 becomes g of open parenthesis A 2 times Theta 2 close parenthesis",
        "A 3, 1 row, 1 column",
        "row 1: 0.3797",
        "undone",
        "the last equation is line 7: A 2 becomes g of open parenthesis A 1 times Theta 1 close parenthesis",
        "line 7: A 3 becomes g of open parenthesis A 2 times Theta 2 close parenthesis",
        "A 3, 1 row, 1 column",
        "row 1: 0.3797",
        "J is 0.9684",
        "batch 1 of 1 is done",
        "epoch 1 of 100, train loss 0.9684, train accuracy 100.0 %",
        "line 9, equation 17: Delta 2 equals Delta 3 times the transpose of Theta 2 without its bias row times, "
        "elementwise, the slope g prime of Z 2",
        "Delta 2, 1 row, 2 columns",
        "row 1: 0.0910, -0.0244",
        "Delta 2 at row 1, column 2 is -0.0244; example 1, neuron 2 of layer 2",
        "equation 13: Delta 2 at row 1, column 2 equals open parenthesis the sum over k of Delta 3 at row 1, column k "
        "times Theta 2 at row 2, column k close parenthesis times the slope g prime of Z 2 at row 1, column 2",
        "k is 1: 0.6203 times minus 0.2000 equals -0.1241",
        "the sum is -0.1241",
        "so minus 0.1241 times 0.1966 equals -0.0244",
        "row 1: 0.0910, -0.0244",
    ]


def test_the_derivation_is_read_out_line_by_line(folder: Path) -> None:
    lines = said(session("step", "b|read nabla 1|cell 0 1|d", source="by-hand"))
    for number in (3, 7, 8, 9, 10, 11, 12, 18, 13, 2, 19):
        assert any(line.startswith(f"equation {number}: ") for line in lines), number
    assert "in numbers: minus 0.6203 times 0.6000 times 0.2445 equals -0.0910" in lines


def test_what_cannot_be_carried_out_is_said_and_nothing_trained(folder: Path) -> None:
    done = session(
        "step", "row 2|s|row 9|cell 1 7|read K|xyz|N never|r 5|set training.nothing 1|set network.hidden [3]|e 9"
    )
    text = "\n".join(said(done))
    for words in (
        "No equation has run yet", "A 1 has no row 9: they go from 1 to 2.",
        "A 1 has no column 7: they go from 0 to 2.",
        "K isn't known in this mini-batch so far", "Not understood: xyz.", "'never'", "from 0 to 0", "nothing",
        "network.hidden can't be set while training", "found example 9, expected a number from 1 to 2",
    ):  # fmt: skip
        assert words in text, words
    assert "epoch" not in text.partition("N never")[2]
    assert done.exit_code == 0


def test_step_trains_goes_back_and_sets_as_the_keys_of_the_screen_do(folder: Path) -> None:
    done = session("step", "n|N 3 epochs|r 1|u|set training.learning_rate 0.5|u|U|B 2|B|space|status")
    lines = said(done)
    epochs = [line.partition(",")[0] for line in lines if line.startswith("epoch")]
    assert epochs == [
        "epoch 1 of 20", "epoch 4 of 20", "epoch 1 of 20", "epoch 4 of 20", "epoch 20 of 20", "epoch 20 of 20",
    ]  # fmt: skip
    assert "Undone: the rewind" in lines
    assert [line for line in lines if line.startswith(("Undone: learning", "Redone: learning"))]
    assert "2, on: the absolute value of small theta over T, T = 10" in lines


def test_a_saved_session_goes_on_without_a_screen(folder: Path) -> None:
    before = session("step", "n|s")
    command = re.search("continue with: mlp-tui resume (.*) --runs-dir .* --plain", before.stdout)
    assert command is not None
    lines = said(session("resume", "status|n|q", source=command[1]))
    assert lines[0].startswith("epoch 1 of 20, ")
    assert any(line.startswith("epoch 2 of 20, ") for line in lines)
    assert session("resume", "", "--headless", source=command[1]).exit_code == 2


def test_a_row_of_many_values_is_cut(folder: Path) -> None:
    row = said(session("step", "s|row 1", "--set", "network.hidden=[300]", "--set", "data.features=['x1']"))[-2]
    assert "more" not in row
    lines = said(session("step", "s|s|row 1", "--set", "network.hidden=[300]"))
    (row,) = (line for line in lines if line.startswith("row 1: ") and line.count(", ") > 100)
    assert row.endswith(", and 181 more")
    assert row.count(", ") == 120


def test_train_has_the_numbers_of_training(folder: Path) -> None:
    done = session("train", "")
    assert done.exit_code == 0
    saved = re.search("saved in (.*)", done.stdout)
    assert saved is not None
    trainer = Trainer(core.Experiment.load(EXPERIMENT))
    trainer.run()
    theta = core.load(saved[1]).network.parameters.theta
    assert theta.tobytes() == trainer.network.parameters.theta.tobytes()
    epochs = [line for line in said(done) if line.startswith("epoch ")]
    assert epochs[-1].startswith("epoch 20 of 20, train loss")
    assert len(epochs) < 10, "one line a second at most"
    assert "20 epochs: all epochs done" in said(done)


def test_train_pauses_steps_sets_and_quits(folder: Path) -> None:
    done = session("train", "space|set training.learning_rate 0.5|n|q", "--epochs", "1000000")
    lines = said(done)
    assert done.exit_code == 130
    assert "paused; `space` goes on, `quit` leaves" in lines
    assert "learning rate 0.01 to 0.5" in lines
    paused, stepped = (int(line.split()[1].replace(",", "")) for line in lines if line.startswith("epoch"))
    assert stepped == paused + 1
    assert any(line.endswith(": interrupted") for line in lines)


def test_train_says_a_divergence_in_words(folder: Path) -> None:
    (folder / "line.csv").write_text("x,y\n" + "".join(f"{k},{k * k}\n" for k in range(30)))
    options = ("--set", "training.optimizer=gradient_descent", "--set", "training.learning_rate=1000")
    done = session("train", "", *options, source="line.csv")
    assert done.exit_code == 3
    assert any("diverged; the last finite weights are kept" in line for line in said(done))


def test_both_languages_are_understood_and_the_one_in_use_is_said(folder: Path) -> None:
    done = session("step", "siguiente|lang en|read|idioma es|leer|ayuda|salir", "--lang", "es", source="by-hand")
    assert any(line.startswith("`s`, `siguiente`: ") for line in said(done)), "the words of the voice's language"
    assert any(line.startswith("`renglón 2`, `columna 1`, ") for line in said(done))
    spoken = [line for line in said(done) if line.startswith("A 1, ")]
    in_spanish, in_english = "A 1, 1 renglón, 3 columnas", "A 1, 1 row, 3 columns"
    assert [one[: len(two)] for one, two in zip(spoken, (in_spanish, in_english, in_spanish), strict=True)] == [
        in_spanish, in_english, in_spanish,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--json",), "--plain and --json: found both"),
        (("--against", "training.l1=0.1"), "--plain and --against: found both"),
        (("--set", "data.split=folds:2"), "--plain: found folds"),
    ],
)
def test_what_does_not_go_together_is_refused(folder: Path, options: tuple[str, ...], words: str) -> None:
    done = session("train", "", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_rows_are_called_as_the_lecture_counts_and_return_leads_back(folder: Path) -> None:
    lines = said(session("step", "s|s|row 1|row 0|cell 1 1|follow|return", source="by-hand"))
    assert "row 1: 1, 0.4256, 0.7311" in lines
    assert "A 2 has no row 0: they go from 1 to 1." in lines
    values = [line for line in lines if line.startswith(("A 2 at row 1, column 1 is", "Theta 1 at", "A 1 at"))]
    assert values[0] == values[-1]
    assert len(set(values)) == 2


class Given:
    """Lines for a training that goes on only when one of them, which is called, says so."""

    def __init__(self, interactive: bool, lines: list[str | Callable[[], object]]) -> None:
        self.interactive, self.lines = interactive, lines

    def take(self, seconds: float) -> tuple[str | None] | None:
        line = self.lines.pop(0) if self.lines else None
        if callable(line):
            line()
            return None
        return (line,)


@pytest.mark.parametrize("interactive", [False, True])
def test_while_train_runs_a_pipe_waits_with_all_but_a_few_commands(
    interactive: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a script does must not depend on its speed; a person is answered at once."""
    monkeypatch.setattr(SteppedSession, "alive", True)
    session, found = make_session(tmp_path, xor_text(epochs=4)), list[str]()
    lines = Given(interactive, ["set training.learning_rate 0.5", "space", session.train_on])
    lines.lines += ["space", "xyz", lambda: found.append("trained"), session.train_on]
    PlainSession(session, lines, found.append, None, Mock(requested=False), trains=True).run()
    assert "paused; `space` goes on, `quit` leaves" in found, "a pause doesn't wait"
    assert not any(line.startswith("Not understood") for line in found[found.index("trained") :])
    assert any(line.startswith("Not understood: xyz.") for line in found) == interactive
    assert session.state.value == "finished"
