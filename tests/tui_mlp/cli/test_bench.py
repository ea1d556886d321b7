"""`mlp-tui bench`: which number of threads it takes, and what it says of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui_mlp.cli.commands import bench
from tui_mlp.cli.commands.bench import Round
from tui_mlp.cli.main import cli


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Turns of one and of two threads as given, in place of measured ones."""

    def given(*pairs: tuple[float, float]) -> None:
        turns = [(Round(1.0, 1.0), Round(1.0, 1.0)), *((Round(a, a), Round(b, 2 * b)) for a, b in pairs)]
        monkeypatch.setattr(bench, "alternating_rounds", lambda one, two: iter(turns))

    return given


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["bench", *arguments])


def test_it_measures_both_and_says_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "ROUND_SECONDS", 0.001)
    done = run("xor", "--json", "--runs-dir", str(tmp_path / "runs"))
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    assert all(0 < seconds < 1 for seconds in record["seconds"])
    low, high = record["quartiles"]
    assert low <= record["ratio"] <= high
    assert record["threads"] in (1, 2)
    assert not (tmp_path / "runs").exists(), "a measurement is no run"


@pytest.mark.parametrize(
    ("pairs", "threads"),
    [
        ([(1, 0.8)] * 5, 2),
        ([(1, 1.3)] * 5, 1),
        ([(1, 0.97)] * 5, 1),  # too little
        ([(1, 0.8), (1, 0.9), (1, 0.85), (1, 1.2), (1, 1.3)], 1),  # now faster, now slower
    ],
)
def test_two_threads_must_be_faster_clearly_and_each_time(
    pairs: list[tuple[int, float]], threads: int, measured: Callable[..., None]
) -> None:
    measured(*pairs)
    assert json.loads(run("iris", "--json").stdout)["threads"] == threads


def test_what_it_says(measured: Callable[..., None]) -> None:
    measured((0.002, 0.001), (0.002, 0.001), (0.002, 0.001))
    said = run("iris").stdout
    assert "1 thread   2 ms an epoch" in said
    assert "2 threads  1 ms an epoch  0.50 times as long (0.50–0.50), 1.0 times the processor time" in said
    assert "Put `threads = 2` under [training]: two threads are faster here." in said
    assert "Keep `threads = 2` under [training]" in run("iris", "--set", "training.threads=2").stdout


def test_one_processor_is_said(measured: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    measured((1.0, 1.0))
    monkeypatch.setattr(bench, "usable_cores", lambda: 1)
    assert "There is one processor here" in run("iris").stdout


def test_a_training_that_diverges_is_said() -> None:
    settings = ("network.activation=identity", "network.output=identity", "network.loss=squared_error",
                "training.optimizer=gradient_descent", "training.learning_rate=1e6")  # fmt: skip
    done = run("spiral", *(word for one in settings for word in ("--set", one)))
    assert done.exit_code == 2
    assert "of epoch 1" in done.stderr


def test_seconds_in_the_unit_that_suits() -> None:
    assert [bench.duration(seconds) for seconds in (12.0, 0.0123, 4.56e-5, 1e-8)] == [
        "12 s",
        "12.3 ms",
        "45.6 µs",
        "0.01 µs",
    ]
