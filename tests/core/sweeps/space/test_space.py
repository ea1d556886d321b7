"""The space: its grid, conditions, steps, and what narrowing leaves of it."""

from itertools import product
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sweep_files import a_sweep

from core.experiment.experiment import Experiment
from core.experiment.sweep_settings import SweepSettings
from core.support.errors import InputError
from core.sweeps.space.conditions import ordered_space
from core.sweeps.space.keys import Choices, Key, Range
from core.sweeps.space.parsing import read_key
from core.sweeps.space.space import Space
from core.sweeps.sweep_experiment import SweepExperiment

BASE = Experiment.load("spiral")
NAMES = ["training.l1", "training.l2", "training.momentum", "training.rho", "training.dropout"]
NUMBERS = st.integers(0, 9).map(lambda number: number / 10)
LISTS = st.lists(NUMBERS, min_size=1, max_size=3, unique=True)
TABLES = st.tuples(NUMBERS, NUMBERS, st.integers(2, 4)).filter(lambda of: of[0] < of[1]).map(
    lambda of: {"low": of[0], "high": of[1], "steps": of[2]}
)  # fmt: skip


@st.composite
def spaces(draw: st.DrawFn, plain_ranges: bool = False) -> Space:
    """Up to five keys, some with conditions on others, or on the same numbers of the experiment."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, 5))]
    keys: list[Key] = []
    for name in names:
        listed, conditional, plain = [one.key for one in keys if one.values], draw(st.booleans()), draw(st.booleans())
        table: dict[str, Any] = draw(st.one_of(LISTS.map(lambda values: {"values": values}), TABLES))
        if plain_ranges and plain:
            table.pop("steps", None)
        if listed and conditional:
            table["when"] = {draw(st.sampled_from(listed)): draw(LISTS)}
        keys.append(read_key(name, table))
    return ordered_space(draw(st.permutations(keys)), BASE)


@given(spaces())
def test_grid_is_every_combination_once(space: Space) -> None:
    expected = []
    for values in product(*(key.values for key in space)):
        settings = dict(zip(space.by_name, values, strict=True))
        for key in space:  # conditions come first: what a key depends on is already gone
            if not all(settings.get(name, BASE.get(name)) in allowed for name, allowed in key.when.items()):
                del settings[key.key]
        if settings not in expected:
            expected.append(settings)
    grid = list(space.grid(BASE))
    assert grid == expected
    assert space.grid_size(BASE) == len(grid)
    assert all(space.contains(settings, BASE) for settings in grid)


@given(spaces(plain_ranges=True))
def test_written_space_is_read_back_equal(space: Space) -> None:
    sweep = SweepExperiment(BASE, SweepSettings(), space)
    with NamedTemporaryFile("w", suffix=".toml", encoding="utf-8") as file:
        file.write(sweep.dumps())
        file.flush()
        assert SweepExperiment.load(file.name) == sweep


@given(spaces(plain_ranges=True), st.data())
def test_narrowing_only_narrows(space: Space, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(space.keys))
    known: list[Any] = list(key.values)
    ends: list[Any] = known or [key.low, key.high] if isinstance(key, Range) else known
    low, high = sorted((data.draw(NUMBERS), data.draw(NUMBERS)))
    inside = [value for value in known if low <= value <= high]
    try:
        narrowed = space.narrowed({key.key: {"low": low, "high": high}})
    except InputError:  # where nothing would be left, or more than there was
        assert not inside
        assert known or low < ends[0] or high > ends[-1]
        return
    left = narrowed.by_name[key.key]
    assert [one for one in narrowed if one.key != key.key] == [one for one in space if one.key != key.key]
    assert left.when == key.when
    assert list(left.values) == inside
    assert all(key.contains(value) for value in inside or (low, high))
    if isinstance(left, Range):
        assert (left.low, left.high) == ((inside[0], inside[-1]) if inside else (low, high))


@pytest.mark.parametrize(
    ("key", "table", "values"),
    [
        ("training.l1", {"low": 0, "high": 0.5, "step": 0.1}, (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        ("training.l1", {"low": 0, "high": 1, "step": 0.3}, (0.0, 0.3, 0.6, 0.9)),
        ("training.l1", {"low": 0.1, "high": 0.7, "steps": 3}, (0.1, 0.4, 0.7)),
        ("training.l1", {"low": 1e-4, "high": 1, "log": True, "steps": 5}, (1e-4, 1e-3, 1e-2, 0.1, 1.0)),
        ("training.batch_size", {"low": 4, "high": 64, "log": True, "steps": 5}, (4, 8, 16, 32, 64)),
        ("training.batch_size", {"low": 1, "high": 10, "step": 4}, (1, 5, 9)),
        ("training.l1", {"low": 1e-300, "high": 1e300, "log": True, "steps": 3}, (1e-300, 1.0, 1e300)),
    ],
)
def test_steps(key: str, table: dict[str, Any], values: tuple[float, ...]) -> None:
    read = read_key(key, table)
    assert read.values == values
    assert [type(value) for value in read.values] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("narrowing", "words"),
    [
        ({"training.l3": [1]}, "training.l3: isn't a key of the space; did you mean 'training.l"),
        ({"training.l1": {"low": 0.05, "high": 2}}, "from 0.1 to 1.0"),
        ({"training.l1": {"low": 0.5, "high": 0.4}}, "found low = 0.5 and high = 0.4"),
        ({"training.l1": {"low": float("nan")}}, "found low = nan"),
        ({"training.l1": {"low": 10**400}}, "from 0.1 to 1.0"),
        ({"training.l1": {"from": 0.5}}, "training.l1: found from = 0.5, expected numbers as low and high"),
        ({"training.l1": [0.5]}, "expected low and high, as it is a range"),
        ({"training.optimizer": ["adm"]}, "training.optimizer: found 'adm', expected some of ['adam', 'momentum']"),
        ({"training.optimizer": {"low": 1}}, "expected a list with some of ['adam', 'momentum']"),
        ({"training.optimizer": []}, "expected a list with some of"),
        ({"training.batch_size": {"low": 5.2, "high": 5.8}}, "expected numbers from 1 to 9"),
        ({"training.l2": {"low": 0.3, "high": 0.4}}, "found none of its values from 0.3 to 0.4"),
    ],
)
def test_narrowing_outside_is_refused(tmp_path: Path, narrowing: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as refused:
        narrowable(tmp_path).narrowed(narrowing)
    assert words in str(refused.value)


def test_narrowed_keys(tmp_path: Path) -> None:
    wide = narrowable(tmp_path)
    space = wide.narrowed(
        {
            "training.l1": {"high": 0.5},
            "training.l2": [0.75, 0.5],
            "training.optimizer": ["momentum"],
            "training.batch_size": {"low": 2.5, "high": 8},
        }
    )
    found = {key.key: key for key in space}
    assert found["training.l1"] == Range("training.l1", 0.1, 0.5)
    assert found["training.optimizer"] == Choices("training.optimizer", ("momentum",))
    assert found["training.batch_size"] == Range("training.batch_size", 3, 8, integer=True)
    assert found["training.l2"].values == (0.5, 0.75)
    assert wide.narrowed({}) == wide


def narrowable(folder: Path) -> Space:
    return a_sweep(
        folder,
        '"training.l1" = { low = 0.1, high = 1 }\n"training.batch_size" = { low = 1, high = 9 }\n'
        '"training.optimizer" = ["adam", "momentum"]\n"training.l2" = { low = 0, high = 1, steps = 5 }',
    ).space


def test_a_key_depends_on_one_that_does_not_apply() -> None:
    keys: list[Key] = [
        Choices("training.l2", (0.1, 0.2), {"training.l1": (0.5,)}),
        Choices("training.l1", (0.5,), {"training.optimizer": ("momentum",)}),
        Choices("training.optimizer", ("adam", "momentum")),
        Choices("training.rho", (0.5,), {"training.l1": (0.0,)}),  # the experiment's own
        Choices("training.beta1", (0.5,), {"dtype": ("float64",)}),
    ]
    space = ordered_space(keys, BASE)
    assert [key.rpartition(".")[2] for key in space.by_name] == ["optimizer", "l1", "l2", "rho", "beta1"]
    assert [[key.rpartition(".")[2] for key in settings] for settings in space.grid(BASE)] == [
        ["optimizer", "rho", "beta1"],
        ["optimizer", "l1", "l2", "beta1"],
        ["optimizer", "l1", "l2", "beta1"],
    ]
