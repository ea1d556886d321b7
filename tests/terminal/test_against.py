"""`mlp-tui train A --against SECTION.KEY=VALUE`, started as people and scripts start it."""

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from program import EPOCH_KEYS, LAST_KEYS, PROGRAM, records
from terminal import Terminal

from core.runs.run_folder import RunFolder

LOSS = "network.loss=squared_error"


def test_json_has_a_line_an_epoch_of_each_and_two_last_lines(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = run("train", "iris", "--epochs", "3", "--against", "training.epochs=2", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    *epochs, first, second = records(done)
    turns = [(record["variant"], record["epoch"]) for record in epochs]
    other = "training.epochs=2"
    assert turns == [(None, 1), (other, 1), (None, 2), (other, 2), (None, 3)]
    assert all(list(record) == ["variant", *EPOCH_KEYS] for record in epochs)
    assert [list(record) for record in (first, second)] == [["variant", *LAST_KEYS]] * 2
    assert [(last["variant"], last["epochs"]) for last in (first, second)] == [(None, 3), (other, 2)]


def test_both_are_saved_with_the_bits_that_each_would_have_alone(
    inside: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    first, second = records(inside("train", "moons", "--epochs", "3", "--against", LOSS, "--json"))[-2:]
    alone = records(inside("train", "moons", "--epochs", "3", "--json"))[-1]
    other = records(inside("train", "moons", "--epochs", "3", "--set", LOSS, "--json"))[-1]
    assert first["weights_sha256"] == alone["weights_sha256"]
    assert second["weights_sha256"] == other["weights_sha256"]
    assert first["run"] != second["run"]
    for last in (first, second):
        saved = json.loads((Path(last["run"]) / "result.json").read_text())
        assert saved == {key: value for key, value in last.items() if key != "variant"}
    again = records(inside("train", second["run"], "--json"))[-1]
    assert again["weights_sha256"] == second["weights_sha256"], "the variant's folder is a whole experiment"


def test_the_table_shows_what_differs_and_the_figures_of_both(
    inside: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = inside("train", "iris", "--epochs", "5", "--against", LOSS)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["a", "b"]
    assert lines[1].split() == ["network.loss", "cross_entropy", "squared_error"]
    assert lines[2].split() == ["epochs", "5", "5"]
    labels = {line[:21].strip() for line in lines}
    assert {"train loss", "train accuracy", "validation accuracy", "test loss", "test accuracy", "‖∇‖"} <= labels
    assert "not on the same scale; compare by accuracy" in done.stdout
    assert done.stdout.count("saved in") == 2
    assert "┤" not in done.stdout, "curves are for terminals"
    same_scale = inside("train", "diabetes", "--epochs", "2", "--against", "training.learning_rate=0.1")
    assert "scale" not in same_scale.stdout
    assert "test R²" in same_scale.stdout
    assert inside("train", "iris", "--epochs", "5", "--against", LOSS, "--ascii").stdout.isascii()


@pytest.mark.parametrize("ascii", [(), ("--ascii",)])
def test_a_terminal_shows_both_curves_and_both_bars(tmp_path: Path, ascii: tuple[str, ...]) -> None:
    command = [PROGRAM, "train", "saturated", "--epochs", "100", "--against", "network.loss=cross_entropy", *ascii]
    command += ["--runs-dir", str(tmp_path / "runs")]
    with Terminal(command, home=tmp_path, size=(80, 40)) as terminal:
        terminal.wait_text("b saved in")
        assert terminal.wait_end() == 0
        text = terminal.text
    assert "a epoch 100/100" in text
    assert "b epoch 100/100" in text
    legend = next(line for line in text.splitlines() if line.startswith("train loss J"))
    assert "a  squared_error" in legend
    assert "b  cross_entropy" in legend
    assert any(line.startswith("epoch 1") and line.rstrip().endswith("100") for line in text.splitlines())
    assert ("*" in text) if ascii else ("⠒" in text)
    assert b"\x1b[3" in terminal.output or ascii, "the curves have colours"
    assert terminal.output.isascii() == bool(ascii)


def test_no_color_dots_the_second_curve(tmp_path: Path) -> None:
    command = [PROGRAM, "train", "saturated", "--epochs", "100", "--against", "network.loss=cross_entropy"]
    command += ["--runs-dir", str(tmp_path / "runs")]
    with Terminal(command, home=tmp_path, size=(80, 40), env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_text("b saved in")
        assert terminal.wait_end() == 0
        assert "··· b" in terminal.text
        assert b"\x1b[38" not in terminal.output


def test_one_that_diverges_gives_status_3_and_the_other_goes_on(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    settings = ("network.activation=identity", "training.optimizer=gradient_descent", "training.learning_rate=0.01")
    words = [word for setting in settings for word in ("--set", setting)]
    done = run("train", "diabetes", "--epochs", "30", *words, "--against", "training.learning_rate=9", "--json")
    assert done.returncode == 3
    first, second = records(done)[-2:]
    assert (first["stopped_by"], first["epochs"]) == ("epochs", 30)
    assert second["stopped_by"] == "divergence"
    (message,) = done.stderr.splitlines()
    assert message.startswith("mlp-tui: b: diverged.")
    assert RunFolder.open(Path(second["run"])).numbered_checkpoints()


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_an_interrupt_saves_both(tmp_path: Path, number: int) -> None:
    command = [PROGRAM, "train", "xor", "--epochs", "1000000000", "--against", LOSS, "--json"]
    command += ["--runs-dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(100):
            process.stdout.readline()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    for last in map(json.loads, out.splitlines()[-2:]):
        assert last["stopped_by"] == "interrupted"
        assert RunFolder.open(Path(last["run"])).numbered_checkpoints()


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("network.los=squared_error", ["--against network.los=squared_error", "did you mean 'loss'"]),
        ("network.output=tanh", ["--against network.output=tanh", "logarithm"]),
        ("network.loss", ["--against network.loss", "SECTION.KEY=VALUE"]),
        ("training.early_stopping=2", ["--against training.early_stopping=2", "validation"]),
        ("network.loss=cross_entropy", ["--against network.loss=cross_entropy", "already"]),
        ("network.weights=[[[1.0]]]", ["--against network.weights=[[[1.0]]]", "expected 2"]),
    ],
)
def test_unusable_variants_are_status_2_and_leave_no_run(
    inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, override: str, words: list[str]
) -> None:
    done = inside("train", "xor", "--set", "network.loss=cross_entropy", "--against", override)
    assert done.returncode == 2
    assert done.stdout == ""
    assert all(word in done.stderr for word in words), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_the_option_may_stand_before_the_command(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = inside("--against", LOSS, "--epochs", "1", "train", "xor", "--json")
    assert done.returncode == 0
    assert len(records(done)) == 4
