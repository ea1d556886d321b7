"""Errors of a regression in the targets' units, by range of the target: against scikit-learn and plain NumPy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from number_tables import experiment_of
from outputs_of import outputs_of, split_of

from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.regression import errors as errors_module
from core.analysis.regression.error_ranges import range_edges, target_errors
from core.analysis.regression.errors import errors_of, rows_drawn, worst_by_error
from core.analysis.regression.mean_baseline import baseline_metrics, training_means
from core.calls import Array
from core.model.output_meaning import OutputMeaning
from core.training.trainer import Trainer


def numbers(predicted: Array, actual: Array) -> SplitOutputs:
    """Outputs of a regression, both m × k, in the units of the source."""
    meaning = OutputMeaning("regression", tuple(f"y{k}" for k in range(actual.shape[1])))
    return split_of(predicted, actual, meaning, np.zeros(len(actual)))


def some(m: int, seed: int = 0, k: int = 1, levels: int | None = None) -> SplitOutputs:
    random = np.random.default_rng(seed)
    actual = random.normal(size=(m, k)) * 10 + 50
    if levels is not None:  # ties
        actual = random.integers(0, levels, (m, k)).astype(float)
    return numbers(actual + random.normal(size=(m, k)), actual)


def test_errors_are_in_the_units_of_the_source(tmp_path: Path) -> None:
    trainer = Trainer(experiment_of(tmp_path, "two"))
    trainer.run_epoch()
    split = outputs_of(trainer, "train").splits["train"]
    found = split.figure(errors_of)
    assert trainer.data.target_scaling is not None, "else this tests nothing"
    raw = trainer.data.train
    lengths = outputs_of(trainer).model.preparation.restored(raw.inputs)[:, 0]
    np.testing.assert_allclose(found.actual[:, 0], 50 * lengths, rtol=1e-9)
    model = outputs_of(trainer).model
    np.testing.assert_allclose(found.predicted, model.outputs(lengths[:, None]), rtol=1e-9)
    np.testing.assert_array_equal(found.errors, found.actual - found.predicted)


def test_the_mean_of_the_training_rows_is_the_baseline(tmp_path: Path) -> None:
    from sklearn.dummy import DummyRegressor
    from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

    trainer = Trainer(experiment_of(tmp_path, "two"))
    outputs = outputs_of(trainer, "train", "validation")
    train, rows = (outputs.splits[name].figure(errors_of).actual for name in ("train", "validation"))
    found = baseline_metrics(outputs.splits["validation"], training_means(trainer.data))
    for k in range(2):
        said = DummyRegressor().fit(np.zeros((len(train), 1)), train[:, k]).predict(np.zeros((len(rows), 1)))
        assert found[k].r2 == pytest.approx(r2_score(rows[:, k], said))
        assert found[k].rmse == pytest.approx(root_mean_squared_error(rows[:, k], said))
        assert found[k].mae == pytest.approx(mean_absolute_error(rows[:, k], said))


def test_two_ranges_by_hand() -> None:
    """Targets 0 to 9: the first five predicted 1, -1, 1, -1, 0 too high, the others 2 too high."""
    actual = np.arange(10.0)[:, None]
    outputs = numbers(actual + np.array([[1, -1, 1, -1, 0, 2, 2, 2, 2, 2]]).T, actual)
    (found,) = target_errors(outputs)
    first, second = found.ranges
    assert (first.low, first.high, first.rows, second.low, second.high, second.rows) == (0, 4.5, 5, 4.5, 9, 5)
    assert (first.bias, first.mae, first.rmse, first.worst) == pytest.approx((0, 0.8, 0.8**0.5, 0))
    assert (second.bias, second.mae, second.rmse, second.interval) == (-2, 2, 2, (-2, -2))
    assert (found.overall.bias, found.overall.worst) == (-1, 5)
    assert [found.range_of(value) for value in (-1, 0, 4.4, 4.5, 9, 9.1)] == [None, 0, 0, 1, 1, None]


@given(m=st.integers(1, 80), seed=st.integers(0, 99), levels=st.sampled_from([None, 1, 2, 7]))
def test_figures_by_range_are_scikit_learns_of_their_rows(m: int, seed: int, levels: int | None) -> None:
    from scipy.stats import sem
    from scipy.stats import t as student
    from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

    outputs = some(m, seed, 2, levels)
    for k, found in enumerate(outputs.figure(target_errors)):
        actual, predicted = outputs.Y[:, k], outputs.A[:, k]
        assert sum(one.rows for one in found.ranges) == m, "each row is in one range"
        for number, one in enumerate(found.ranges):
            last = number == len(found.ranges) - 1
            own = (actual >= one.low) & ((actual <= one.high) if last else (actual < one.high))
            assert one.rows == own.sum() > 0
            assert one.bias == pytest.approx(np.mean(actual[own] - predicted[own]), abs=1e-12)
            assert one.rmse == pytest.approx(root_mean_squared_error(actual[own], predicted[own]))
            assert one.mae == pytest.approx(mean_absolute_error(actual[own], predicted[own]))
            assert one.worst is not None
            assert own[one.worst]
            of_mean = sem(actual[own] - predicted[own]) if one.rows > 1 else np.nan  # with m − 1 degrees of freedom
            expected = student.interval(0.95, max(1, one.rows - 1), one.bias, of_mean)
            assert one.interval == pytest.approx(expected, rel=1e-6, abs=1e-9, nan_ok=True)
            assert abs(actual - predicted)[one.worst] == abs(actual - predicted)[own].max()
            assert found.range_of(float(actual[one.worst])) == number
        assert found.overall.rows == m
        assert found.metrics.rmse == pytest.approx(root_mean_squared_error(actual, predicted))
        if len(set(actual.tolist())) > 1:
            assert found.metrics.r2 == pytest.approx(r2_score(actual, predicted))
        assert found.range_of(float(actual.max()) + 1) is None


def test_ranges_have_about_as_many_rows_each_and_a_few_at_least() -> None:
    assert len(range_edges(np.arange(200.0))) == 11
    assert len(range_edges(np.arange(23.0))) == 5, "five rows a range"
    assert range_edges(np.array([4.0])).tolist() == [4, 4]
    assert range_edges(np.zeros(50)).tolist() == [0, 0]
    sizes = [one.rows for one in some(1003).figure(target_errors)[0].ranges]
    assert max(sizes) - min(sizes) <= 1


def test_no_range_is_empty_where_a_quantile_lies_between_two_targets() -> None:
    """A third of these lies below 1 ⅔, two thirds below 2: nobody is from 1 ⅔ up to 2."""
    actual = np.repeat([0.0, 1, 2, 3], [2, 3, 6, 4])[:, None]
    found = numbers(actual, actual).figure(target_errors)[0]
    assert [(one.low, one.high, one.rows) for one in found.ranges] == [(0, 2, 5), (2, 3, 10)]


def test_without_rows_and_of_a_diverged_network() -> None:
    nothing = some(0).figure(target_errors)[0]
    assert nothing.ranges == ()
    assert nothing.overall.rows == 0
    assert nothing.range_of(1.0) is None
    actual = np.arange(20.0)[:, None]
    diverged = numbers(np.where(actual == 7, np.nan, np.inf), actual).figure(target_errors)[0]
    assert diverged.overall.rows == 20
    assert not np.isfinite(diverged.overall.rmse)


def test_the_largest_errors_first_and_nan_before_all() -> None:
    predicted = np.array([[0.0, 0.0], [5.0, 0.0], [np.nan, 1.0], [-9.0, -2.0]])
    first, second = numbers(predicted, np.zeros((4, 2))).figure(worst_by_error)
    assert first.tolist() == [2, 3, 1, 0]
    assert second.tolist() == [3, 2, 0, 1]


def test_of_many_examples_evenly_spaced_ones_and_the_worst_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows_drawn(some(30)).tolist() == list(range(30))
    monkeypatch.setattr(errors_module, "DRAWN", 50)
    monkeypatch.setattr(errors_module, "largest_first", lambda sizes: np.argsort(-sizes)[:3])
    outputs = some(1000)
    found = rows_drawn(outputs)
    assert 50 <= len(found) <= 53
    assert set(outputs.figure(worst_by_error)[0].tolist()) <= set(found.tolist())
    assert (np.diff(found) > 0).all()
