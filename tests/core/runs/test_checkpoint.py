"""Checkpoints: the same bits again, or one message that says what is wrong."""

import json
import os
import pickle
from collections.abc import Callable
from dataclasses import fields, replace
from math import inf, nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import OPTIMIZERS, some_experiment
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs import checkpoint
from core.support.errors import InputError
from core.timeline.advance import advance
from core.training.training_state import TrainingState


def trained(folder: Path, *overrides: str, to: tuple[int, int] = (3, 4)) -> Trainer:
    trainer = Trainer(some_experiment(folder, *overrides))
    assert advance(trainer, to)
    return trainer


def written(path: Path, state: TrainingState, entries: int = 0) -> Path:
    path.write_bytes(checkpoint.dump(state, entries))
    return path


def same(one: Any, other: Any) -> bool:
    """Whether two values are alike to the bit, shapes and arrays' types included."""
    if isinstance(one, float):
        return np.float64(one).tobytes() == np.float64(other).tobytes() or (one != one and other != other)
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    result: bool = one == other
    return result


def assert_same(one: TrainingState, other: TrainingState) -> None:
    for field in fields(one):
        if field.name != "held":  # where breakpoints held is no part of training
            assert same(getattr(one, field.name), getattr(other, field.name)), field.name


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_all_that_a_training_is_comes_back_and_goes_on_to_the_same_bits(
    tmp_path: Path, optimizer: str, dtype: str
) -> None:
    settings = (f"training.optimizer={optimizer}", f"dtype={dtype}", "training.l2=0.1", "training.clip_norm=0.5")
    trainer = trained(tmp_path, *settings)
    state = trainer.state()
    assert state.position.order is not None
    assert state.best is not None
    loaded = checkpoint.load(written(tmp_path / "one", state))
    assert_same(loaded, state)
    again = Trainer(trainer.experiment)
    again.restore(loaded)
    for one in (trainer, again):
        advance(one, (6, 1))
    assert_same(again.state(), replace(trainer.state(), figures=again.state().figures))  # but for the seconds it took
    assert same(again.history.last[:-1], trainer.history.last[:-1])


@pytest.mark.parametrize("place", [(0, 0), (0, 3), (2, 0)])
def test_before_an_epoch_within_one_and_at_its_end(tmp_path: Path, place: tuple[int, int]) -> None:
    state = trained(tmp_path, to=place).state()
    assert (state.position.order is None) == (place[1] == 0)
    assert_same(checkpoint.load(written(tmp_path / "one", state)), state)


def test_losses_that_are_not_added_up_yet(tmp_path: Path) -> None:
    trainer = Trainer(some_experiment(tmp_path))
    asked = iter([False, True])
    trainer.run_epoch(lambda: next(asked))
    state = trainer.state()
    assert state.position.done == 2
    assert state.position.Z is not None
    assert_same(checkpoint.load(written(tmp_path / "one", state)), state)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_losses_that_are_not_added_up_yet_come_to_the_same_bits(dtype: str) -> None:
    """Those of softmax are made of sums that no checkpoint has: they are taken again from Z."""
    experiment = Experiment.load("digits", [f"dtype={dtype}"])
    trainer = Trainer(experiment)
    asked = iter([False] * 4 + [True])
    trainer.run_epoch(lambda: next(asked))
    assert trainer.state().position.done == 5
    again = Trainer(experiment)
    again.run_epoch()
    again.restore(trainer.state())
    for one in (trainer, again):
        assert one.run_epoch()
    assert same(again.history.last[:-1], trainer.history.last[:-1])


def test_without_validation_nothing_is_best(tmp_path: Path) -> None:
    state = trained(tmp_path, "data.validation_fraction=0").state()
    assert state.best is None
    assert state.best_loss == inf
    assert_same(checkpoint.load(written(tmp_path / "one", state)), state)


def test_values_at_the_edge_of_what_numbers_can_be(tmp_path: Path) -> None:
    state = trained(tmp_path).state()
    theta, gradient = state.theta.copy(), state.gradient.copy()
    theta[:4] = [-0.0, 5e-324, 1 / 3, -1.7976931348623157e308]
    gradient[:2] = [nan, -inf]  # of a mini-batch that diverged
    figures = (3.0, inf, nan, -0.0, *state.figures[4:])
    odd = replace(
        state, theta=theta, gradient=gradient, figures=figures, squared_norm=nan, best_loss=5e-324, stopped_by="epochs"
    )
    assert_same(checkpoint.load(written(tmp_path / "one", odd)), odd)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=21, max_size=21),
    st.integers(0, 2**62),
    st.integers(0, 2**40),
)
def test_any_numbers_come_back(tmp_path: Path, values: list[float], entries: int, count: int) -> None:
    state = trained(tmp_path, to=(0, 1)).state()
    odd = replace(state, theta=np.array(values)[: len(state.theta)], count=count, squared_norm=abs(values[-1]))
    path = written(tmp_path / "one", odd, entries)
    assert_same(checkpoint.load(path), odd)
    assert checkpoint.read_head(path).entries == entries


def test_others_can_read_it_and_it_holds_no_code(tmp_path: Path) -> None:
    state = trained(tmp_path).state()
    path = written(tmp_path / "one.safetensors", state)
    tensors = load_file(path)
    assert {f"{name}_{l}" for name in ("theta", "gradient", "step", "best", "mu", "nu") for l in (1, 2)} <= set(tensors)
    assert [tensors[f"theta_{l}"].shape for l in (1, 2)] == [(3, 5), (6, 1)]
    flat = np.concatenate([tensors["theta_1"].ravel(), tensors["theta_2"].ravel()])
    assert np.array_equal(flat, state.theta)
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(path.read_bytes())


def test_weights_alone(tmp_path: Path) -> None:
    trainer = trained(tmp_path)
    path = tmp_path / "best"
    assert trainer.best is not None
    path.write_bytes(checkpoint.dump_weights(tuple(trainer.network.parameters.sizes), trainer.best, 3))
    assert trainer.best is not None
    for one in (path, written(tmp_path / "one", replace(trainer.state(), theta=trainer.best))):
        assert trainer.best is not None
        assert np.array_equal(np.concatenate([theta.ravel() for theta in checkpoint.load_weights(one)]), trainer.best)
    with pytest.raises(InputError, match="best: cannot be read"):
        checkpoint.load(path)


# What is no checkpoint


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return checkpoint.dump(trained(tmp_path_factory.mktemp("one")).state())


def header_length(content: bytes) -> int:
    return 8 + int.from_bytes(content[:8], "little")


def refusal(path: Path, function: Callable[[Path], object] = checkpoint.load) -> str:
    with pytest.raises(InputError) as refused:
        function(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


def renamed(content: bytes, old: bytes, new: bytes) -> bytes:
    assert content.count(old) == 1
    assert len(old) == len(new)
    return content.replace(old, new)


def test_missing(tmp_path: Path) -> None:
    assert "no such file, expected a checkpoint" in refusal(tmp_path / "none")
    assert "no such file, expected a checkpoint" in refusal(tmp_path / "none", checkpoint.read_head)


@pytest.mark.parametrize("function", [checkpoint.load, checkpoint.load_weights, checkpoint.read_head])
@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        (lambda content: b"", "incomplete, or not a safetensors file"),
        (lambda content: b"\xff" * 100, "incomplete, or not a safetensors file"),
        (lambda content: b"\x00" * len(content), "incomplete, or not a safetensors file"),
        (lambda content: content[:5], "incomplete, or not a safetensors file"),
        (lambda content: content[: header_length(content) // 2], "incomplete, or not a safetensors file"),
        (lambda content: content[: header_length(content)], "incomplete, or not a safetensors file"),
        (lambda content: content[:-1], "incomplete, or not a safetensors file"),
        (lambda content: content + b"\0", "incomplete, or not a safetensors file"),
        (lambda content: renamed(content, b'"format_version":"2"', b'"format_version":"1"'), "its format is 1"),
        (lambda content: renamed(content, b'"format_version":"2"', b'"format_versiom":"2"'), "its format is unknown"),
    ],
)
def test_torn_truncated_and_of_another_version(
    tmp_path: Path, content: bytes, spoiled: Callable[..., bytes], words: str, function: Callable[[Path], object]
) -> None:
    path = tmp_path / "one"
    path.write_bytes(spoiled(content))
    message = refusal(path, function)
    assert words in message
    assert "expected a checkpoint in format 2 of mlp-tui" in message


def test_anothers_file_and_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "one"
    save_file({"weight": np.zeros(3)}, path)
    assert "its format is unknown" in refusal(path)
    path.unlink()
    path.mkdir()
    assert "found a folder" in refusal(path)


def test_any_bit_that_flips_is_seen(tmp_path: Path, content: bytes) -> None:
    path, rng = tmp_path / "one", np.random.default_rng(0)
    header, size = header_length(content), len(content)
    places = [*rng.choice(header, 400, replace=False), *rng.choice(np.arange(header, size), 100, replace=False)]
    places += [0, 7, 8, header - 1, header, size - 1]
    for place in map(int, places):
        spoiled = bytearray(content)
        spoiled[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(spoiled)
        message = refusal(path)
        assert place < header or "its content is damaged" in message


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="there is no file that this person can't read")
def test_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "one"
    path.write_bytes(content)
    path.chmod(0)
    assert "Permission denied" in refusal(path)


def test_the_digest_is_of_types_and_shapes_too(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "one"
    path.write_bytes(content)
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    tensors = load_file(path)
    tensors["theta_1"] = tensors["theta_1"].reshape(5, 3)
    save_file(tensors, path, metadata)
    assert "its content is damaged" in refusal(path)


@pytest.mark.parametrize("lacking", ["order", "best_epoch", "sizes", "position", "figures"])
def test_whole_but_not_what_is_expected(tmp_path: Path, content: bytes, lacking: str) -> None:
    path = tmp_path / "one"
    path.write_bytes(content)
    with safe_open(path, "numpy") as file:
        record = json.loads(file.metadata()["state"])
    tensors = load_file(path)
    del record[lacking]
    Path(path).write_bytes(checkpoint._dump(tensors, record))
    assert "cannot be read" in refusal(path)
