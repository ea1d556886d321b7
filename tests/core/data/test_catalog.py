"""Built-in and inline data, splits, scales and codes: what a trainer is given."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls import Array
from core.data.catalog import BUILTINS
from core.data.dataset import Data, Split
from core.data.generators import GENERATORS, gate
from core.data.preparing.preprocessing import Scaling, compute_features, encode_labels
from core.data.preparing.split import split_rows
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.support.errors import InputError
from core.support.random_streams import streams
from core.training.trainer import Trainer

EVERY = list(BUILTINS)
MADE = [name for name, entry in BUILTINS.items() if entry.generated]


def parts(data: Data) -> list[Split]:
    return [part for part in (data.train, data.validation, data.test) if part is not None]


@pytest.mark.parametrize("name", EVERY)
def test_the_catalog_says_what_is_loaded(name: str) -> None:
    entry, data = BUILTINS[name], load_data(Experiment.load(name))
    assert data.task == entry.task
    assert data.rows == entry.rows
    assert data.train.inputs.shape[1] == entry.inputs == len(data.input_names)
    assert data.train.Y.shape[1] == entry.outputs
    assert data.class_names == entry.classes
    assert len(data.target_names) == (1 if entry.task == "regression" else 0)


@pytest.mark.parametrize("name", EVERY)
def test_x_is_built_once_behind_its_ones(name: str) -> None:
    experiment = Experiment.load(name)
    for part in parts(load_data(experiment)):
        assert (part.X[:, 0] == 1).all()
        assert part.X.flags.c_contiguous
        assert part.Y.flags.c_contiguous
        assert part.X.dtype == part.Y.dtype == experiment.dtype
        assert np.shares_memory(part.inputs, part.X)
        assert np.isfinite(part.X).all()


@pytest.mark.parametrize("name", EVERY)
def test_the_same_seed_gives_the_same_rows_and_another_does_not(name: str) -> None:
    first, again, other = (load_data(Experiment.load(name, [f"seed={seed}"])) for seed in (1, 1, 2))
    assert all((a.X == b.X).all() for a, b in zip(parts(first), parts(again), strict=True))
    if name not in ("and", "or", "xor", "nand"):
        assert (first.train.X != other.train.X).any()


def test_only_the_stream_of_data_is_drawn_from() -> None:
    random = streams(1)
    load_data(Experiment.load("moons"), random.data)
    untouched = streams(1)
    assert random.weights.random() == untouched.weights.random()
    assert random.order.random() == untouched.order.random()


# Splits


@given(
    sizes=st.lists(st.integers(1, 60), min_size=1, max_size=5),
    validation=st.floats(0, 0.45),
    test=st.floats(0, 0.45),
    seed=st.integers(0, 9),
)
def test_every_class_is_divided_alike(sizes: list[int], validation: float, test: float, seed: int) -> None:
    labels = np.repeat(np.arange(len(sizes)), sizes)
    rows = split_rows(labels, len(labels), validation, test, np.random.default_rng(seed))
    assert sorted(np.concatenate(rows).tolist()) == list(range(len(labels)))
    for name, size in enumerate(sizes):
        counts = [int((labels[part] == name).sum()) for part in rows]
        assert counts[0] >= 1
        assert abs(counts[1] - validation * size) <= 1
        assert abs(counts[2] - test * size) <= 1.5


def test_a_split_is_drawn_at_random() -> None:
    labels = np.repeat([0, 1], 50)
    first, again, other = (split_rows(labels, 100, 0.2, 0.2, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.test.tolist() == again.test.tolist() != other.test.tolist()
    assert first.test.tolist() != list(range(80, 100))


def test_rows_that_are_too_few_for_a_split_are_all_for_training_and_told(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("x,y\n1,a\n2,b\n3,a\n4,b\n")
    data = load_data(Experiment.load(path))
    assert data.train.m == 4
    assert data.validation is None
    assert data.test is None
    (note,) = data.description.notes
    assert note.startswith("data.validation_fraction = 0.2 and data.test_fraction = 0.2: 4 rows are too few")


# Scales and codes


def test_scales_are_those_of_the_training_rows_alone() -> None:
    data = load_data(Experiment.load("wine"))
    np.testing.assert_allclose(data.train.inputs.mean(0), 0, atol=1e-12)
    np.testing.assert_allclose(data.train.inputs.std(0), 1, atol=1e-12)
    assert data.test is not None
    assert abs(data.test.inputs.mean(0)).max() > 1e-3
    raw = load_data(Experiment.load("wine", ["data.standardize=false"]))
    assert data.input_scaling is not None
    assert data.test is not None
    assert raw.test is not None
    np.testing.assert_allclose(data.input_scaling.restored(data.test.inputs), raw.test.inputs)
    assert raw.input_scaling is None


def test_targets_of_a_regression_are_scaled_and_come_back() -> None:
    data, raw = (load_data(Experiment.load("diabetes", [f"data.standardize={flag}"])) for flag in ("true", "false"))
    np.testing.assert_allclose([data.train.Y.mean(), data.train.Y.std()], [0, 1], atol=1e-12)
    assert data.test is not None
    assert raw.test is not None
    np.testing.assert_allclose(data.in_users_units(data.test.Y), raw.test.Y)
    assert raw.test is not None
    assert (raw.in_users_units(raw.test.Y) == raw.test.Y).all()


def test_a_constant_column_keeps_its_size() -> None:
    values = np.array([[3.0, 1.0], [3.0, 2.0]])
    assert Scaling.of(values).standardized(np.array([[3.0, 1.0], [4.5, 2.0]])).tolist() == [[0, -1], [1.5, 1]]
    for value in (0.1, 1e9 + 0.1, 1.7e308, -5e-324, 0.0):
        constant = np.full((7, 1), value)
        assert (Scaling.of(constant).standardized(constant) == 0).all()
        assert (Scaling.of(constant).restored(np.zeros((7, 1))) == value).all()


def test_features_are_made_of_two_inputs() -> None:
    names = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)", "sin(pi*x1)", "sin(pi*x2)")
    made = compute_features(np.array([[0.5, 3.0], [2.0, -0.25]]), names)
    np.testing.assert_allclose(made[0], [0.5, 3, 0.25, 9, 1.5, np.sin(0.5), np.sin(3), 1, 0], atol=1e-12)
    np.testing.assert_allclose(made[1, 7:], [0, -np.sqrt(0.5)], atol=1e-12)
    data = load_data(Experiment.load("circle", ['data.features=["x1^2", "x2^2"]']))
    assert data.input_names == ("x1^2", "x2^2")
    with pytest.raises(InputError, match="two inputs; these data have 4"):
        load_data(Experiment.load("iris", ['data.features=["x1"]']))


@pytest.mark.parametrize(
    ("output", "classes", "coded"),
    [
        ("sigmoid", 2, [[0], [1]]),
        ("identity", 2, [[0], [1]]),
        ("tanh", 2, [[-1], [1]]),
        ("softmax", 2, [[1, 0], [0, 1]]),
        ("sigmoid", 3, [[1, 0, 0], [0, 1, 0]]),
        ("softmax", 3, [[1, 0, 0], [0, 1, 0]]),
        ("tanh", 3, [[1, -1, -1], [-1, 1, -1]]),
    ],
)
def test_classes_are_coded_for_the_output(output: str, classes: int, coded: list[list[int]]) -> None:
    assert encode_labels(np.array([0, 1]), classes, output).tolist() == coded


@pytest.mark.parametrize(("name", "output"), [("moons", "sigmoid"), ("iris", "softmax"), ("sine", "identity")])
def test_the_output_follows_the_data(name: str, output: str) -> None:
    assert load_data(Experiment.load(name)).output == output


# Made data


@pytest.mark.parametrize("name", MADE)
def test_made_data_have_as_many_rows_as_asked_within_reach(name: str) -> None:
    for samples in (10, 333):
        inputs, targets = GENERATORS[name](samples, 0.1, np.random.default_rng(0))
        assert len(inputs) == len(targets) == samples
        assert abs(inputs).max() < 2
        if BUILTINS[name].task == "classification":
            counts = np.bincount(targets)
            assert len(counts) == len(BUILTINS[name].classes)
            assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", MADE)
def test_noise_scatters(name: str) -> None:
    def drawn(noise: float) -> Array:
        return np.hstack([np.asarray(part, float).reshape(400, -1) for part in draw(noise)])

    def draw(noise: float) -> tuple[Array, Array]:
        return GENERATORS[name](400, noise, np.random.default_rng(0))

    spread = [abs(drawn(noise) - drawn(0.0)).mean() for noise in (0.1, 0.5, 1.0)]
    assert 0 < spread[0] < spread[1] < spread[2]


def test_shapes_without_noise() -> None:
    random = np.random.default_rng(0)
    points, labels = GENERATORS["circle"](400, 0.0, random)
    radius = np.hypot(*points.T)
    assert radius[labels == 1].max() <= 0.5 + 1e-12
    assert radius[labels == 0].min() >= 0.7 - 1e-12
    points, values = GENERATORS["plane"](50, 0.0, random)
    np.testing.assert_allclose(values[:, 0], points.mean(1))
    points, values = GENERATORS["sine"](50, 0.0, random)
    np.testing.assert_allclose(values, np.sin(np.pi * points))
    points, labels = GENERATORS["quadrants"](400, 0.0, random)
    assert (labels == (points.prod(1) < 0)).all()
    assert 0.05 <= abs(points).min() < abs(points).max() <= 1
    assert {tuple(signs) for signs in np.sign(points).tolist()} == {(1, 1), (1, -1), (-1, 1), (-1, -1)}
    points, values = GENERATORS["peaks"](4000, 0.0, random)
    for x1, x2, height in ((-0.65, 0.4, 1), (0, 0.4, -1), (0.65, 0.4, 1), (-0.65, -0.4, -1), (0, -0.4, 1)):
        near = np.hypot(*(points - (x1, x2)).T) < 0.05
        np.testing.assert_allclose(values[near, 0], height, atol=0.08)
    assert abs(values.mean()) < 0.05, "hills and hollows are as many"
    points, labels = GENERATORS["spiral"](400, 0.0, random)
    angle = np.arctan2(points[:, 1], points[:, 0]) - 2 * np.pi * 1.2 * np.hypot(*points.T) - np.pi * labels
    np.testing.assert_allclose(np.cos(angle), 1, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "column"), [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor", [0, 1, 1, 0]), ("nand", [1, 1, 1, 0])]
)
def test_gates_are_their_truth_tables_in_order(name: str, column: list[int]) -> None:
    inputs, labels = gate(name)
    assert inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert labels.tolist() == column
    assert load_data(Experiment.load(name)).train.Y[:, 0].tolist() == column


# Inline


def inline(
    tmp_path: Path, inputs: list[list[float]], targets: list[list[float]], more: str = "", network: str = ""
) -> Experiment:
    path = tmp_path / "inline.toml"
    path.write_text(
        f'[data]\nsource = "inline"\ninputs = {inputs}\ntargets = {targets}\n{more}\n[network]\n{network}\n'
    )
    return Experiment.load(path)


def test_inline_rows_are_taken_as_they_stand(tmp_path: Path) -> None:
    data = load_data(inline(tmp_path, [[5.0, 6.0], [7.0, 8.0]], [[0.0], [1.0]]))
    assert data.train.X.tolist() == [[1, 5, 6], [1, 7, 8]]
    assert data.train.Y.tolist() == [[0], [1]]
    assert (data.task, data.output, data.validation, data.test) == ("classification", "sigmoid", None, None)


@pytest.mark.parametrize(
    ("targets", "task", "output"),
    [
        ([[0.5], [1.0]], "regression", "identity"),
        ([[1.0, 0.0], [0.0, 1.0]], "classification", "softmax"),
        ([[1.0, 1.0], [0.0, 1.0]], "classification", "sigmoid"),
    ],
)
def test_inline_targets_say_the_task(tmp_path: Path, targets: list[list[float]], task: str, output: str) -> None:
    data = load_data(inline(tmp_path, [[1.0], [2.0]], targets))
    assert (data.task, data.output) == (task, output)


def test_an_inline_task_can_be_said(tmp_path: Path) -> None:
    data = load_data(inline(tmp_path, [[1.0], [2.0]], [[0.0], [1.0]], 'task = "regression"'))
    assert (data.task, data.output, data.description.task) == ("regression", "identity", "regression")


def test_softmax_wants_rows_that_sum_to_1(tmp_path: Path) -> None:
    experiment = inline(tmp_path, [[1.0], [2.0]], [[1.0, 0.0], [1.0, 1.0]], network='output = "softmax"')
    with pytest.raises(InputError, match="rows that sum to 1, found one of 2"):
        Trainer(experiment)
    Trainer(experiment.replace("network.loss", "squared_error"))


def test_cross_entropy_wants_targets_from_0_to_1() -> None:
    with pytest.raises(InputError, match=r"targets from 0 to 1, found 346;"):
        Trainer(Experiment.load("diabetes", ["network.output=sigmoid", "network.loss=cross_entropy"]))


@pytest.mark.parametrize("task", ["regression", "classification"])
def test_huge_targets_that_are_not_standardised_warn_of_nothing(tmp_path: Path, task: str) -> None:
    largest = 1.7e308
    rows = [[largest, -largest], [largest, largest], [-largest, -largest]]
    experiment = inline(tmp_path, [[1.0], [2.0], [3.0]], rows, f'task = "{task}"', 'loss = "squared_error"')
    assert not np.isfinite(Trainer(experiment).figures("train").r2)


def test_a_file_that_is_not_read_is_told(tmp_path: Path) -> None:
    for name, words in (("my.json", "a header and no rows"), ("folder.csv", "found a folder, expected a table")):
        path = tmp_path / name
        path.mkdir() if name.startswith("folder") else path.write_text("{}")
        with pytest.raises(InputError, match=words):
            load_data(Experiment.load("xor").replace("data.source", str(path)))


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (
            "hidden = []\nweights = [[[1e39], [1], [1]]]",
            "network.weights: Θ(1) has numbers beyond the largest of float32",
        ),
        (
            "hidden = []\nweights = [[[1e-60], [0], [1e-50]]]",
            "network.weights: Θ(1) has no number that is large enough",
        ),
        ("initial_scale = 1e300", "network.initial_scale: found 1e+300, which gives weights beyond the largest"),
        ("initial_scale = 1e-300", "network.initial_scale: found 1e-300, which gives weights too small for float32"),
    ],
)
def test_weights_must_fit_the_precision(tmp_path: Path, network: str, words: str) -> None:
    experiment = inline(tmp_path, [[0.0, 1.0], [1.0, 0.0]], [[0.0], [1.0]], network=network)
    with pytest.raises(InputError) as refused:
        Trainer(experiment.replace("dtype", "float32"))
    assert words in str(refused.value)
