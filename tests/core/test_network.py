"""The network as Python users have it: what it takes, what it gives, what it refuses."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
import reference
from numpy.typing import ArrayLike

import core
from core.calls import Array
from core.experiment.experiment import FIELDS, Experiment
from core.losses import PAIRS
from core.network import Network
from core.support.errors import InputError

CLASSES = ("softmax", "cross_entropy")


def rows(m: int, width: int = 2, seed: int = 0) -> Array:
    return np.random.default_rng(seed).normal(size=(m, width))


@pytest.fixture
def network() -> Network:
    return Network([2, 8, 8, 1], activation="tanh", output="sigmoid", loss="cross_entropy", seed=0, dtype="float64")


@pytest.fixture
def classifier() -> Network:
    return Network([2, 5, 3], output="softmax", loss="cross_entropy")


def test_the_example_of_the_documentation() -> None:
    network = core.Network(
        [2, 8, 8, 1], activation="tanh", output="sigmoid", loss="cross_entropy", seed=0, dtype="float64"
    )
    assert network.predict(rows(3)).shape == (3, 1)
    assert core.Trainer  # type: ignore[truthy-function]
    assert core.Experiment  # type: ignore[truthy-function]


def test_thetas_have_the_bias_in_row_0(network: Network) -> None:
    assert [theta.shape for theta in network.thetas] == [(3, 8), (9, 8), (9, 1)]
    assert all((theta[0] == 0).all() and (theta[1:] != 0).all() for theta in network.thetas)


def test_thetas_are_views_that_can_be_written(network: Network) -> None:
    network.thetas[-1][...] = 0
    network.thetas[-1][0] = np.log(3)
    np.testing.assert_allclose(network.predict(rows(4)), 0.75, rtol=1e-15)
    assert all(np.shares_memory(theta, network.parameters.theta) for theta in network.thetas)


def test_seeds() -> None:
    same, again, other = (np.concatenate([t.ravel() for t in Network([2, 9, 1], seed=s).thetas]) for s in (1, 1, 2))
    assert (same == again).all()
    assert (same != other)[3 : 2 * 9].any()


@pytest.mark.parametrize("hidden", [[], [3], [4, 2, 5]])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_shapes_and_dtypes(hidden: list[int], pair: tuple[str, str], dtype: str) -> None:
    network = Network([2, *hidden, 3], "relu", *pair, dtype=dtype)
    for m in (1, 7):
        targets = np.eye(3)[np.arange(m) % 3]
        prediction = network.predict(rows(m))
        loss, gradients = network.gradients(rows(m), targets)
        assert prediction.shape == (m, 3)
        assert prediction.flags.c_contiguous
        assert [gradient.shape for gradient in gradients] == [theta.shape for theta in network.thetas]
        assert {array.dtype.name for array in (prediction, *gradients, *network.thetas)} == {dtype}
        assert type(loss) is type(network.loss(rows(m), targets)) is float


def test_inputs_may_be_lists_and_any_numbers(network: Network) -> None:
    wanted = network.predict([[1.0, 2.0], [3.0, -4.0]])
    for inputs in ([[1, 2], [3, -4]], np.array([[1, 2], [3, -4]], np.int8), np.asfortranarray([[1.0, 2.0], [3, -4]])):
        assert (network.predict(inputs) == wanted).all()
    every_second = np.array([[1.0, 9, 2], [0, 0, 0], [3, 9, -4]])[::2, ::2]
    assert (network.predict(every_second) == wanted).all()


def test_class_numbers_stand_for_one_hot_rows(classifier: Network) -> None:
    X, numbers = rows(4), [2, 0, 1, 2]
    one_hot = np.eye(3)[numbers]
    assert classifier.loss(X, numbers) == classifier.loss(X, one_hot)
    (loss, found), (wanted_loss, wanted) = classifier.gradients(X, np.array(numbers)), classifier.gradients(X, one_hot)
    assert loss == wanted_loss
    assert all((a == b).all() for a, b in zip(found, wanted, strict=True))
    assert classifier.loss(X, np.array(numbers, float)) == loss


def test_a_vector_of_targets_serves_one_output(network: Network) -> None:
    assert network.loss(rows(3), [0, 1, 1]) == network.loss(rows(3), [[0], [1], [1]])
    regression = Network([2, 1], output="identity", loss="squared_error")
    assert regression.loss(rows(2), [0.5, -3.0]) == regression.loss(rows(2), [[0.5], [-3.0]])


def test_predictions_of_any_number_of_rows_in_any_order(network: Network) -> None:
    """Programs are kept by m, eight of them; a kept one must take the new rows, and each row stands for itself."""
    net, thetas = reference.Net(["tanh", "tanh"], "sigmoid", "cross_entropy"), [t.tolist() for t in network.thetas]
    for seed, m in enumerate([3, 5, 3, 1, 2, 4, 6, 7, 8, 9, 10, 3, 600, 1, 600]):
        X = rows(m, seed=seed)
        wanted = [reference.forward(net, thetas, x)[1][-1] for x in X[:10].tolist()]
        np.testing.assert_allclose(network.predict(X)[:10], wanted, rtol=1e-12)


def test_results_are_not_touched_by_later_calls(network: Network) -> None:
    """Buffers are used again; what was handed out isn't one of them."""
    X, Y = rows(4), [[0], [1], [1], [0]]
    prediction = network.predict(X)
    loss, gradients = network.gradients(X, Y)
    kept = prediction.copy(), [gradient.copy() for gradient in gradients]
    network.gradients(-3 * X, Y[::-1])
    network.predict(7 * X)
    network.loss(-X, Y)
    assert (prediction == kept[0]).all()
    assert all((gradient == before).all() for gradient, before in zip(gradients, kept[1], strict=True))
    assert not any(np.shares_memory(gradient, array) for gradient in gradients for array in network.thetas)
    again, repeated = network.gradients(X, Y)
    assert again == loss
    assert all((gradient == before).all() for gradient, before in zip(repeated, kept[1], strict=True))


def test_inputs_targets_and_weights_are_left_alone(network: Network) -> None:
    X, Y, theta = rows(4), np.array([[0.0], [1], [1], [0]]), network.parameters.theta.copy()
    before = X.copy(), Y.copy()
    network.gradients(X, Y)
    assert (X == before[0]).all()
    assert (Y == before[1]).all()
    assert (network.parameters.theta == theta).all()


def test_the_gradient_is_that_of_the_loss_without_targets_of_an_earlier_call(network: Network) -> None:
    """`gradients` after `loss` with other targets of the same m."""
    X = rows(3)
    wanted = Network([2, 8, 8, 1], seed=0).gradients(X, [[1], [0], [1]])
    network.gradients(X, [[0], [0], [0]])
    network.loss(X, [[0], [1], [0]])
    loss, gradients = network.gradients(X, [[1], [0], [1]])
    assert loss == wanted[0]
    assert all((a == b).all() for a, b in zip(gradients, wanted[1], strict=True))


def test_a_single_example(classifier: Network) -> None:
    X, Y = rows(1), [1]
    net = reference.Net(["tanh"], *CLASSES)
    thetas = [theta.tolist() for theta in classifier.thetas]
    loss, gradients = classifier.gradients(X, Y)
    assert loss == pytest.approx(reference.loss(net, thetas, X.tolist(), [[0, 1, 0]]), rel=1e-13)
    wanted = reference.gradients(net, thetas, X.tolist(), [[0, 1, 0]])
    for gradient, theta in zip(gradients, wanted, strict=True):
        np.testing.assert_allclose(gradient, theta, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("inputs", [[[1.0, 2, 3]], [[1.0]], [1.0, 2.0], 3.0, [[[1.0, 2.0]]], [], [[]]])
def test_inputs_of_another_shape_are_refused(network: Network, inputs: ArrayLike) -> None:
    shape = str(np.shape(inputs)).replace("(", r"\(").replace(")", r"\)")
    for refuse in (network.predict, lambda X: network.loss(X, [0]), lambda X: network.gradients(X, [0])):
        with pytest.raises(InputError, match=rf"inputs: found shape {shape}; expected m × 2"):
            refuse(inputs)


@pytest.mark.parametrize("targets", [[[1, 0]] * 3, [[1, 0, 0, 0]] * 3, [[[1, 0, 0]]] * 3, 1.0])
def test_targets_of_another_shape_are_refused(classifier: Network, targets: ArrayLike) -> None:
    with pytest.raises(InputError, match=r"targets: found shape \(.*\); expected m × 3"):
        classifier.gradients(rows(3), targets)


@pytest.mark.parametrize("targets", [[0, 1], [[1, 0, 0]], [0, 1, 2, 0]])
def test_as_many_targets_as_inputs(classifier: Network, targets: list[int | list[int]]) -> None:
    with pytest.raises(InputError, match=f"found 3 rows of inputs and {len(targets)} of targets"):
        classifier.loss(rows(3), targets)


def test_no_rows_have_no_loss(classifier: Network) -> None:
    with pytest.raises(InputError, match="found 0 rows"):
        classifier.loss(np.empty((0, 2)), np.empty((0, 3)))


@pytest.mark.parametrize("numbers", [[0, 1, 3], [0, -1, 2], [0.5, 1, 2], [0, np.nan, 1], [0, np.inf, 1]])
def test_class_numbers_out_of_range_are_refused(classifier: Network, numbers: list[float]) -> None:
    with pytest.raises(InputError, match=r"targets, row \d: found .*, expected a class number from 0 to 2"):
        classifier.loss(rows(3), numbers)


def test_softmax_rows_must_sum_to_1(classifier: Network) -> None:
    with pytest.raises(InputError, match=r"targets: row 2 sums to 1\.5; softmax with cross_entropy needs rows"):
        classifier.loss(rows(3), [[0.0, 0.0, 1.0], [1.0, 0.5, 0.0], [0.2, 0.3, 0.5]])
    classifier.loss(rows(2), [[0.2, 0.3, 0.5], [1 / 3, 1 / 3, 1 / 3]])
    Network([2, 3], output="softmax", loss="squared_error").loss(rows(1), [[1, 0.5, 0]])
    Network([2, 3], output="sigmoid", loss="cross_entropy").loss(rows(1), [[1, 1, 0]])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([2],), "expected at least two layers of 1 neuron or more"),
        (([2, 0, 1],), "expected at least two layers of 1 neuron or more"),
        (
            ([2, 3, 1], "swish"),
            "activation: found 'swish', expected one of sigmoid, tanh, relu",
        ),
        (([2, 3, 1], ["tanh", "relu"]), "found a list of 2, expected one name or a list of 1, for the hidden layer"),
        (([2, 3, 3, 1], ["tanh"]), "found a list of 1, expected one name or a list of 2, one for each hidden layer"),
        (([2, 2.5, 1],), r"sizes: found \[2, 2\.5, 1\]; expected at least two layers"),
        ((["2", 1],), "expected at least two layers"),
    ],
)
def test_networks_that_cannot_be_are_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Network(*arguments)


@pytest.mark.parametrize("width", [10**9, 2**62, 10**40, 10**400], ids=["10^9", "2^62", "10^40", "10^400"])
def test_layers_too_large_for_the_memory_are_refused(width: int) -> None:
    with pytest.raises(
        InputError, match=r"^sizes: \[2, .*B of memory would be needed.*; use fewer neurons or float32$"
    ):
        Network([2, width, width])


def test_memory_is_counted_for_all_weights_and_for_the_largest_layer_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[float] = []
    monkeypatch.setattr("core.network.require_memory", lambda size, *texts: wanted.append(size))
    Network([2, 30, 20, 1], dtype="float64")
    Network([2, 30, 20, 1], dtype="float32")
    weights, largest = 3 * 30 + 31 * 20 + 21, 31 * 20
    assert wanted == [weights * 9 + largest * 16, weights * 5 + largest * 16]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", -1), ("seed", 0.5), ("seed", 2**63), ("seed", "1"), ("dtype", "float16"), ("dtype", "int"),
        ("initializer", "xavir"), ("initial_scale", 0), ("initial_scale", float("nan")), ("activation", "tahn"),
        ("output", "softmx"), ("loss", "cross-entropy"),
    ],
    ids=str,
)  # fmt: skip
def test_arguments_are_refused_as_the_experiment_file_refuses_them(name: str, value: Any) -> None:
    key = next(key for key in FIELDS if key.rpartition(".")[2] == name)
    with pytest.raises(InputError) as of_file:
        Experiment.load("xor").replace(key, value)
    with pytest.raises(InputError) as found:
        Network([2, 3, 1], **{name: value})
    assert str(found.value) == str(of_file.value).removeprefix(key.removesuffix(name))


def test_arguments_may_be_those_of_numpy() -> None:
    sizes: Any = np.array([2, 3, 1])
    seed: Any = np.int64(4)
    network = Network(sizes, ("relu",), seed=seed, dtype=np.float32, initial_scale=np.float64(2))
    wanted = Network([2, 3, 1], "relu", seed=4, dtype="float32", initial_scale=2.0)
    assert (network.parameters.theta == wanted.parameters.theta).all()


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ([[0, 1], [np.nan, 2]], "inputs, row 2, column 1: found nan, expected a number"),
        ([[0, "1"], [2, 3]], "inputs, row 1, column 1: found '0', expected a number"),
        ([[0, None], [2, 3]], "inputs, row 1, column 2: found None, expected a number"),
        ([[0, 1], [2, 3j]], r"inputs, row 1, column 1: found '0j', expected a number"),
        (
            [[0, -1e300], [2, 3]],
            r"row 1, column 2: found -1e\+300, expected a number that float32 holds, at most",
        ),
        ([[0, 1], [2]], "inputs: found rows of different lengths"),
        (np.empty((0, 2)), r"inputs: found shape \(0, 2\); expected m × 2|found 0 rows of inputs"),
        ([], r"inputs: found shape \(0,\); expected m × 2"),
    ],
    ids=["NaN", "texts", "None", "complex", "too large", "ragged", "no rows", "empty"],
)
def test_rows_that_are_no_numbers_are_refused_with_their_place(inputs: Any, message: str) -> None:
    network = Network([2, 3, 1], dtype="float32")
    for act in (network.predict, lambda rows: network.loss(rows, [0, 1]), lambda rows: network.gradients(rows, [0, 1])):
        with pytest.raises(InputError, match=message):
            act(inputs)


@pytest.mark.parametrize("targets", [[0, -1, 1], [0, 1, 2], [0, np.nan, 1], ["0", "1", "1"]], ids=str)
def test_targets_that_cross_entropy_has_no_value_for_are_refused(network: Network, targets: Any) -> None:
    with pytest.raises(InputError, match=r"targets(: cross_entropy needs targets from 0 to 1|, row )"):
        network.loss(rows(3), targets)
    if all(isinstance(one, int) for one in targets):
        Network([2, 1], output="identity", loss="squared_error").loss(rows(3), targets)


# The views of the weights


def test_another_array_in_place_of_a_view_is_refused(network: Network) -> None:
    """It would be no part of the network; writing into the view is meant."""
    before, W = network.parameters.theta.copy(), np.ones((3, 8))
    trainer = core.Trainer(Experiment.load("xor"))
    acts: list[Callable[[], object]] = [
        lambda: network.thetas.__setitem__(0, W),
        lambda: network.thetas.__setitem__(-1, W),
        lambda: network.thetas.__setitem__(slice(None), [W]),
        lambda: setattr(network, "thetas", [W]),
        lambda: trainer.network.thetas.__setitem__(0, W),
        lambda: network.thetas.append(W),
        lambda: network.thetas.pop(),
        lambda: network.thetas.clear(),
    ]
    for act in acts:
        with pytest.raises(InputError, match=r"view.* of the (network's )?weights"):
            act()
    with pytest.raises(InputError, match=r"thetas\[0\] is a view .* write thetas\[0\]\[\.\.\.\] = W"):
        network.thetas[0] = W
    assert (network.parameters.theta == before).all()


def test_weights_are_written_in_place(network: Network) -> None:
    wanted = [theta * 2 + 1 for theta in network.thetas]
    for l in range(3):
        network.thetas[l] *= 2  # writes into the view, and then puts it where it is
        network.thetas[l] += 1
    assert all((theta == one).all() for theta, one in zip(network.thetas, wanted, strict=True))
    assert isinstance(network.thetas, list)
    copied = deepcopy(network.thetas)
    copied[0] = copied[1]  # a copy is a plain list
    assert not np.shares_memory(copied[1], network.parameters.theta)


def test_extreme_inputs_warn_of_nothing(network: Network) -> None:
    """Warnings are errors here: numbers that overflow on the way to a saturated neuron are no news."""
    for inputs in ([[1e308, -1e308]], [[1e-320, 0]]):
        assert np.isfinite(network.predict(inputs)).all()
        network.gradients(inputs, [1])


@pytest.mark.parametrize("initializer", ["xavier", "he", "uniform", "normal", "zeros"])
def test_initializers(initializer: str) -> None:
    """Of 200 × 300 weights, the spread is known to a few per cent; biases are 0."""
    (theta,) = Network([200, 300], seed=4, initializer=initializer, initial_scale=3.0).thetas
    of_uniform = 1 / np.sqrt(3)
    spreads = {"xavier": np.sqrt(6 / 500) * of_uniform, "he": 0.1, "uniform": of_uniform, "normal": 1.0, "zeros": 0.0}
    wanted = spreads[initializer]
    assert theta[1:].std() == pytest.approx(3 * wanted, rel=0.02)
    assert abs(theta[1:].mean()) <= 0.05 * wanted
    assert (theta[0] == 0).all()
    if initializer in ("xavier", "uniform"):
        limit = 3 * wanted / of_uniform
        assert 0.999 * limit < np.abs(theta).max() <= limit


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_same_seed_draws_the_same_weights_in_both_dtypes(dtype: str) -> None:
    wanted = Network([3, 4, 2], seed=8).parameters.theta.astype(dtype)
    assert (Network([3, 4, 2], seed=8, dtype=dtype).parameters.theta == wanted).all()
