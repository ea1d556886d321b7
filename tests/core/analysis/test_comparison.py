"""An experiment beside its variant: what both share, and that neither is another training than it would be alone."""

import numpy as np
import pytest

from core.analysis.comparison import Comparison, variant
from core.experiment.equivalence import same_data
from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.training.history import COLUMNS
from core.training.trainer import Trainer

LOSS = "network.loss=squared_error"


def moons(*overrides: str) -> Experiment:
    return Experiment.load("moons", ["training.epochs=6", "data.samples=120", *overrides])


def trained(comparison: Comparison) -> Comparison:
    while not comparison.over:
        comparison.run_epoch()
    return comparison


def alone(experiment: Experiment) -> Trainer:
    trainer = Trainer(experiment)
    trainer.run()
    return trainer


def figures(trainer: Trainer) -> np.ndarray:
    """The history but for the time it took."""
    return trainer.history.view()[:, : COLUMNS.index("seconds")]


def assert_same_bits(one: Trainer, other: Trainer) -> None:
    assert one.weights_sha256 == other.weights_sha256
    np.testing.assert_array_equal(figures(one), figures(other))


@pytest.mark.parametrize(
    "override",
    [
        LOSS,
        "training.optimizer=gradient_descent",
        "training.batch_size=7",
        "training.dropout=0.3",
        "network.activation=relu",
        "network.hidden=[5, 4]",
        "data.noise=0.4",
        "dtype=float32",
        "seed=5",
        "training.epochs=3",
        "training.early_stopping=1",
    ],
)
def test_each_has_the_bits_that_it_would_have_alone(override: str) -> None:
    comparison = trained(Comparison(moons(), override))
    first, second = (side.trainer for side in comparison.sides)
    assert_same_bits(first, alone(moons()))
    assert_same_bits(second, alone(moons(override)))
    assert list(comparison.differences) == [override.partition("=")[0]]


def test_both_start_from_the_same_bits_on_the_same_data() -> None:
    first, second = (side.trainer for side in Comparison(moons(), LOSS).sides)
    assert first.network.parameters.theta.tobytes() == second.network.parameters.theta.tobytes()
    assert first.data is second.data
    first, second = (side.trainer for side in Comparison(moons(), "data.noise=0.4").sides)
    assert first.data is not second.data
    loaded = first.data
    first, second = (side.trainer for side in Comparison(moons(), LOSS, loaded).sides)
    assert first.data is second.data is loaded


def test_they_take_turns_epoch_by_epoch() -> None:
    comparison = Comparison(moons(), "training.epochs=3")
    turns = [[side.trainer.epoch for side in comparison.run_epoch()] for _ in range(6)]
    assert turns == [[1, 1], [2, 2], [3, 3], [4], [5], [6]]
    assert comparison.over
    assert comparison.run_epoch() == []
    assert [side.stopped_by for side in comparison.sides] == ["epochs", "epochs"]


def test_an_interruption_stops_both_and_the_one_behind_goes_on_first() -> None:
    comparison = Comparison(moons(), LOSS)
    first, second = comparison.sides
    asked = iter([False] * 3 + [True])
    assert comparison.run_epoch(lambda: next(asked)) == []
    assert (first.trainer.batch, second.trainer.batch) == (4, 0)
    asked = iter([False] * (first.trainer.batches - 4) + [False, True])
    assert comparison.run_epoch(lambda: next(asked)) == [first]
    assert (first.trainer.epoch, second.trainer.epoch, second.trainer.batch) == (1, 0, 2)
    assert not comparison.level
    assert comparison.run_epoch() == [second]
    assert comparison.level
    trained(comparison)
    assert_same_bits(first.trainer, alone(moons()))
    assert_same_bits(second.trainer, alone(moons(LOSS)))


def diverging() -> tuple[Experiment, str]:
    settings = ("network.output=identity", "network.activation=identity", "training.optimizer=gradient_descent")
    return moons(*settings, "training.learning_rate=0.01", "training.epochs=400"), "training.learning_rate=50.0"


def test_a_divergence_is_noted_and_the_other_goes_on() -> None:
    comparison = trained(Comparison(*diverging()))
    first, second = comparison.sides
    assert (first.stopped_by, first.problem) == ("epochs", None)
    assert second.stopped_by == "divergence"
    assert "training.learning_rate" in str(second.problem)
    assert np.isfinite(second.trainer.network.parameters.theta).all()
    assert_same_bits(first.trainer, alone(diverging()[0]))


def test_restart_goes_back_to_the_start() -> None:
    for comparison in (Comparison(moons("training.dropout=0.2"), LOSS), Comparison(*diverging())):
        trained(comparison)
        before = [(side.trainer.weights_sha256, figures(side.trainer), side.stopped_by) for side in comparison.sides]
        comparison.restart()
        for side in comparison.sides:
            assert (side.trainer.epoch, side.stopped_by, len(side.trainer.history)) == (0, None, 0)
            assert np.isnan(side.trainer.largest_error)
        trained(comparison)
        for side, (weights, rows, stopped_by) in zip(comparison.sides, before, strict=True):
            assert (side.trainer.weights_sha256, side.stopped_by) == (weights, stopped_by)
            np.testing.assert_array_equal(figures(side.trainer), rows)


def test_the_largest_error_is_that_of_the_last_mini_batch() -> None:
    trainer = Trainer(moons("training.batch_size=50"))  # 72 rows: the last has 22
    assert np.isnan(trainer.largest_error)
    for rows in (50, 22):
        program = trainer.program
        trainer.run_batch()
        delta = next(one for one in program.equations if one.symbol == "Δ(3)").value
        assert len(delta) == rows
        assert trainer.largest_error == np.abs(delta).max()
    trainer.restore(trainer.state())
    assert np.isnan(trainer.largest_error), "there is no Δ of what went before"


def test_saturated_shows_in_its_first_epoch_what_the_losses_make_of_the_error() -> None:
    comparison = Comparison(Experiment.load("saturated"), "network.loss=cross_entropy")
    comparison.run_epoch()
    squared, entropy = (side.trainer for side in comparison.sides)
    assert entropy.largest_error > 400 * squared.largest_error
    assert not comparison.one_scale


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("network.los=squared_error", ["--against network.los=squared_error", "'los'", "did you mean 'loss'?"]),
        ("network.loss=squared", ["--against network.loss=squared", "found 'squared'", "squared_error"]),
        ("network.loss", ["--against network.loss: found no '='", "SECTION.KEY=VALUE"]),
        ("training.learning_rate=-1", ["--against training.learning_rate=-1", "above 0"]),
        ("network.output=identity", ["--against network.output=identity", "network.loss", "logarithm"]),
        ("data.source=nosuch", ["--against data.source=nosuch: data.source: found 'nosuch'"]),
        ("training.tolerance=0.0", ["--against training.tolerance=0.0", "already"]),
    ],
)
def test_a_variant_that_cannot_be_is_told_as_set_tells_it(override: str, words: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        Comparison(moons("network.loss=cross_entropy"), override)
    assert all(word in str(refused.value) for word in words), refused.value
    assert "\n" not in str(refused.value)


def test_what_does_not_fit_the_data_is_told_with_the_setting() -> None:
    with pytest.raises(InputError, match=r"^--against training.early_stopping=3: training.early_stopping needs"):
        Comparison(Experiment.load("xor"), "training.early_stopping=3")
    with pytest.raises(InputError, match=r"^network.loss=cross_entropy: found what the experiment has already"):
        Comparison(moons(), "network.loss=cross_entropy", option="")


def test_the_variant_differs_by_its_setting_alone() -> None:
    experiment = moons()
    other = variant(experiment, "training.learning_rate=1e-3")
    assert other.replace("training.learning_rate", experiment.training.learning_rate) == experiment
    assert same_data(experiment, other)
    assert not same_data(experiment, variant(experiment, "seed=2"))


def test_what_the_data_make_of_a_setting_differs_too() -> None:
    comparison = Comparison(moons(), "network.output=identity")
    assert comparison.differences == {
        "network.output": ("sigmoid", "identity"),
        "network.loss": ("cross_entropy", "squared_error"),
    }
    assert not comparison.one_scale
    assert Comparison(moons(), "training.learning_rate=0.5").one_scale
    assert Comparison(moons(), "data.standardize=false").one_scale
    assert not Comparison(Experiment.load("diabetes"), "data.standardize=false").one_scale
