"""The command line, started as people and scripts start it."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from program import EPOCH_KEYS, LAST_KEYS, PROGRAM, records
from terminal import Terminal

from core.analysis import gradient_check
from tui_mlp.cli.main import cli


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """Four epochs of iris, by the real program."""
    command = [PROGRAM, "train", "iris", "--epochs", "4", "--json", "--runs-dir", str(tmp_path_factory.mktemp("runs"))]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_train_prints_a_line_an_epoch_and_what_came_of_it(trained: subprocess.CompletedProcess[str]) -> None:
    assert (trained.returncode, trained.stderr) == (0, "")
    *epochs, last = records(trained)
    assert [list(epoch) for epoch in epochs] == [EPOCH_KEYS] * 4
    assert [epoch["epoch"] for epoch in epochs] == [1, 2, 3, 4]
    assert all(isinstance(epoch[key], float) for epoch in epochs for key in EPOCH_KEYS[1:])
    assert list(last) == LAST_KEYS
    assert (last["epochs"], last["stopped_by"]) == (4, "epochs")


def test_the_run_folder_holds_what_the_last_line_says(trained: subprocess.CompletedProcess[str]) -> None:
    from safetensors.numpy import load_file

    last = records(trained)[-1]
    folder = Path(last["run"])
    assert json.loads((folder / "result.json").read_text()) == last
    thetas = load_file(folder / "last.safetensors")
    flat = np.concatenate([thetas[f"theta_{l}"].ravel() for l in range(1, len(thetas) + 1)])
    assert sha256(flat.tobytes()).hexdigest() == last["weights_sha256"]
    assert len((folder / "metrics.csv").read_text().splitlines()) == 5
    assert (folder / "best.safetensors").exists()


def test_a_run_folder_trains_again_to_the_same_bits(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    first = records(inside("train", "moons", "--epochs", "3", "--seed", "7", "--json"))[-1]
    again = records(inside("train", first["run"], "--json"))[-1]
    assert again["weights_sha256"] == first["weights_sha256"]
    assert again["run"] != first["run"]
    other = records(inside("train", "moons", "--epochs", "3", "--seed", "8", "--json"))[-1]
    assert other["weights_sha256"] != first["weights_sha256"]


def test_the_screen_and_the_command_end_on_the_same_bits(
    inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    headless = records(inside("train", "digits", "--epochs", "2", "--json"))[-1]
    with Terminal([PROGRAM, "digits", "--epochs", "2", "--runs-dir", str(tmp_path / "ui")], home=tmp_path) as terminal:
        terminal.wait_text("ready")
        terminal.send(" ")
        terminal.wait_text("finished", "epoch 2")
        terminal.send("q")
        assert terminal.wait_end() == 0
    (folder,) = (tmp_path / "ui").iterdir()
    assert json.loads((folder / "result.json").read_text())["weights_sha256"] == headless["weights_sha256"]


def test_regression_has_r2_beside_null_accuracies(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    *epochs, last = records(inside("train", "diabetes", "--epochs", "2", "--json"))
    assert epochs[-1]["train_accuracy"] is None
    assert epochs[-1]["validation_accuracy"] is None
    assert epochs[-1]["train_r2"] <= 1
    assert epochs[-1]["validation_r2"] <= 1
    assert last["test_accuracy"] is None
    assert last["test_r2"] <= 1


def test_figures_that_were_not_taken_are_null(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    *epochs, last = records(inside("train", "xor", "--epochs", "4", "--set", "training.evaluate_every=0", "--json"))
    assert [epoch["train_accuracy"] is None for epoch in epochs] == [True, True, True, False]
    assert all(epoch["validation_loss"] is None for epoch in epochs)
    assert last["test_loss"] is None


def test_divergence_is_status_3_with_the_last_finite_state(
    inside: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    settings = ("network.activation=identity", "training.optimizer=gradient_descent", "training.learning_rate=9")
    done = inside("train", "diabetes", "--json", *(word for setting in settings for word in ("--set", setting)))
    assert done.returncode == 3
    assert records(done)[-1]["stopped_by"] == "divergence"
    assert "training.learning_rate" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (Path(records(done)[-1]["run"]) / "last.safetensors").exists()


def test_json_holds_no_infinity_whatever_the_command(
    inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """An input of 1e200 among the rows that aren't trained on, and targets whose squares overflow."""
    far, huge = tmp_path / "far.csv", tmp_path / "huge.csv"
    far.write_text("a,y\n" + "".join(f"{1e200 if i % 3 else i / 30},{i / 30}\n" for i in range(30)))
    huge.write_text("a,y\n" + "".join(f"{i / 30},{(1 + i) * 1e160}\n" for i in range(30)))
    plain = ("--json", "--set", "data.standardize=false", "--set", "data.task=regression", "--epochs", "2")
    relu = ("--set", "network.activation=relu")
    commands = [
        ("train", str(huge), *plain), ("train", str(far), *plain, *relu),
        ("train", str(far), *plain, "--against", "training.learning_rate=1"),
        ("trace", str(huge), *plain), ("check", str(huge), *plain), ("runs", "--json"),
    ]  # fmt: skip
    for command in commands:
        done = inside(*command)
        for line in done.stdout.splitlines():
            json.loads(line, parse_constant=pytest.fail)
        assert done.stdout, (command, done.stderr)
    for path in sorted((tmp_path / "runs").rglob("*.json*")):
        for line in path.read_text().splitlines():
            json.loads(line, parse_constant=pytest.fail)
    for folder in sorted((tmp_path / "runs").iterdir())[:2]:
        for command in (("replay", "--headless"), ("resume", "--headless", "--epochs", "3")):
            done = inside(command[0], str(folder), *command[1:], "--json")
            for line in done.stdout.splitlines():
                json.loads(line, parse_constant=pytest.fail)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_is_status_130_with_the_state_saved(tmp_path: Path, number: int) -> None:
    command = [PROGRAM, "train", "xor", "--epochs", "1000000000", "--json", "--runs-dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(100):
            process.stdout.readline()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    last = json.loads(out.splitlines()[-1])
    assert last["stopped_by"] == "interrupted"
    assert (Path(last["run"]) / "last.safetensors").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", "spirral"], ["spirral", "spiral"]),
        (["trace", "byhand"], ["byhand", "by-hand"]),
        (["train", "spiral", "--set", "training.learning_rat=1"], ["learning_rat", "learning_rate"]),
        (["train", "spiral", "--set", "training.learning_rate=-1"], ["training.learning_rate", "-1", "above 0"]),
        (["train", "spiral", "--set", "training"], ["--set", "training"]),
        (["train", "missing.toml"], ["missing.toml"]),
        (["train", "iris", "--set", "network.output=identity", "--set", "network.loss=cross_entropy"], ["logarithm"]),
        (["train"], ["EXPERIMENT"]),
        (["train", "iris", "--frobnicate"], ["--frobnicate"]),
        (["check", "iris", "--sample", "0"], ["--sample"]),
        (["trace", "iris", "--batches", "x"], ["--batches"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_unusable_input_is_status_2_and_no_traceback(
    inside: Callable[..., subprocess.CompletedProcess[str]], arguments: list[str], words: list[str]
) -> None:
    done = inside(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["train", "missing.toml"], "missing.toml"),
        (["train", "iris", "--frobnicate"], "--frobnicate"),
    ],
    ids=["the input", "an option"],
)
def test_the_program_itself_says_what_is_unusable_without_a_traceback(
    run: Callable[..., subprocess.CompletedProcess[str]], arguments: list[str], word: str
) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert word in done.stderr


def test_an_unwritable_runs_folder_is_told_before_training(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(cli, ["train", "xor", "--runs-dir", str(tmp_path / "file" / "runs")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--runs-dir" in done.stderr


def test_datasets_lists_them_all(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    from core.data.catalog import CATALOG

    assert [record["name"] for record in records(inside("datasets", "--json"))] == list(CATALOG)
    lines = inside("datasets").stdout.splitlines()
    assert len(lines) == len(CATALOG) + 1
    assert any(line.split()[:5] == ["xor-by-hand", "classification", "4", "2", "1"] for line in lines)
    assert any(line.split()[:5] == ["digits", "classification", "1,797", "64", "10"] for line in lines)


def test_check_prints_the_error_of_each_theta(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = inside("check", "spiral", "--json")
    assert done.returncode == 0
    assert [record["symbol"] for record in records(done)] == ["Θ(1)", "Θ(2)", "Θ(3)"]
    assert all(record["error"] < 1e-6 and record["passed"] for record in records(done))
    sampled = records(inside("check", "digits", "--sample", "20", "--json"))
    assert [record["checked"] for record in sampled] == [20, 20]


def test_check_says_where_differences_cannot_tell(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """J is beyond the largest number, so nothing is right or wrong; large weights alone make nothing wrong either."""
    beyond = "check", "spiral", "--set", "network.initial_scale=1e155", "--set", "network.activation=relu"
    done = inside(*beyond, "--json")
    assert done.returncode == 0
    assert [(line["undecided"], line["undecided_error"], line["passed"]) for line in records(done)] == [
        (24, None, None), (72, None, None), (9, None, None),
    ]  # fmt: skip
    assert inside(*beyond).stdout.count("undecided") == 3
    large = inside("check", "spiral", "--set", "network.initial_scale=1000")
    assert large.returncode == 0
    assert "WRONG" not in large.stdout


def test_check_ends_with_1_where_a_gradient_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    analytic = gradient_check.analytic_gradients
    monkeypatch.setattr(gradient_check, "analytic_gradients", lambda trainer: [-nabla for nabla in analytic(trainer)])
    done = CliRunner().invoke(cli, ["check", "xor"])
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines
    assert all(line.endswith("relative error 2.00e+00  WRONG") for line in lines)


def test_trace_prints_equations_for_scripts_and_for_people(
    inside: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    lines = records(inside("trace", "xor", "--batches", "2", "--json"))
    assert {(line["epoch"], line["batch"]) for line in lines} == {(1, 1), (2, 1)}
    assert list(lines[0]) == ["epoch", "batch", "line", "equation", "symbol", "shape", "value"]
    assert lines[0]["value"] == [[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]], "a full batch stays in its own order"
    text = inside("trace", "xor").stdout
    assert "(17)  Δ(2)" in text or "(16)  Δ(3) ← Y − A(3)" in text
    assert inside("trace", "xor", "--ascii").stdout.isascii()


@pytest.mark.parametrize(
    ("locale", "ascii"),
    [
        pytest.param({"LC_ALL": "C"}, True, marks=pytest.mark.slow),
        ({"LANG": "C"}, True),
        pytest.param({"LANG": "POSIX"}, True, marks=pytest.mark.slow),
        ({"LC_ALL": "C.UTF-8", "LANG": "C"}, False),
        pytest.param({"LANG": "C.UTF-8"}, False, marks=pytest.mark.slow),
        ({}, False),
    ],
)
def test_a_locale_without_unicode_gets_ascii(locale: dict[str, str], ascii: bool) -> None:
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    done = subprocess.run([PROGRAM, "trace", "xor"], capture_output=True, env=bare | locale, check=True)
    assert done.stdout.isascii() == ascii


def test_options_may_stand_before_the_command(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = inside("--seed", "3", "--epochs", "1", "train", "xor", "--json")
    assert done.returncode == 0
    assert len(records(done)) == 2


@pytest.mark.parametrize("ascii", [(), pytest.param(("--ascii",), marks=pytest.mark.slow)])  # as of a comparison
def test_the_progress_bar_is_for_terminals_only(
    inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, ascii: tuple[str, ...]
) -> None:
    assert inside("train", "xor", "--epochs", "50", *ascii).stderr == ""
    command = [PROGRAM, "train", "xor", "--epochs", "400", "--runs-dir", str(tmp_path / "runs"), *ascii]
    with Terminal(command, home=tmp_path) as terminal:
        terminal.wait_text("400/400")
        assert terminal.wait_end() == 0
        assert "saved in" in terminal.text
        assert terminal.output.isascii() == bool(ascii)


def test_version_and_help() -> None:
    started = time.monotonic()
    done = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("mlp-tui ")
    assert time.monotonic() - started < 10
    # The help of each command is read letter by letter in `outside`.
    done = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "--help" in done.stdout
