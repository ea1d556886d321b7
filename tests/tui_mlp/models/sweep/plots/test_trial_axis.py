"""Where trials lie on the axes of a sweep's plots."""

from math import isnan

import numpy as np
import pytest

from core.sweeps.saved.records import FINISHED, PRUNED, TRAINING, TrialRecord
from tui_mlp.models.sweep.plots.curve_reading import value_at
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.trial_axis import LARGEST, TrialAxis, colour_axis
from tui_mlp.models.sweep.plots.trial_table import BEST, DIMMED, ENDED, GOOD, IN_FOCUS, MARKED, RUNNING

HIDDEN = TrialAxis("network.hidden", choices=([8], [16, 8]))


def trial(number: int, loss: float | None, state: str = FINISHED, **settings: object) -> TrialRecord:
    return TrialRecord(trial=number, settings=settings, state=state, objectives=[loss])  # type: ignore[arg-type]


def test_places_are_numbers_exponents_or_the_numbers_of_choices() -> None:
    rate = TrialAxis("rate", log=True, ends=(1e-4, 1.0))
    assert rate.place_of(0.01) == pytest.approx(-2)
    assert rate.limits(np.array([-5.0, np.nan])) == (-5, 0)
    assert isnan(rate.place_of(0))
    assert isnan(rate.place_of(None))
    assert isnan(rate.place_of(True))
    assert HIDDEN.place_of([16, 8]) == 1
    assert isnan(HIDDEN.place_of([9]))
    assert TrialAxis("loss", objective=0).limits(np.array([np.nan])) == (0, 1)
    assert TrialAxis("loss", objective=0).place_of(1e308) == LARGEST


def test_trials_without_a_value_have_no_place() -> None:
    trials = [trial(1, 0.5, hidden=[8]), trial(2, None), TrialRecord(trial=3, settings={})]
    loss = TrialAxis("loss", objective=0)
    np.testing.assert_array_equal(loss.places(trials), [0.5, np.nan, np.nan])
    drawn = DrawnTrials(tuple(trials))
    assert drawn.places(loss) is drawn.places(loss)


def test_colours_are_those_of_the_first_other_key_with_few_values() -> None:
    many, few = TrialAxis("many", choices=tuple(range(9))), TrialAxis("few", choices=("a", "b"))
    axes = [TrialAxis("rate"), many, HIDDEN, few]
    assert colour_axis(axes, axes[0], 5) is HIDDEN
    assert colour_axis(axes, HIDDEN, 5) is few
    assert colour_axis(axes[:2], axes[0], 5) is None


def test_the_best_tenth_stands_out_and_single_trials_lie_in_front_of_it() -> None:
    records = [trial(number, number / 100) for number in range(1, 21)]
    records += [trial(21, 0.001, PRUNED), trial(22, 0.2, TRAINING), trial(23, None)]
    drawn = DrawnTrials(tuple(records), best=frozenset({1}), letters={5: "a"}, focus=7)
    levels = {one.trial: level for one, level in zip(records, drawn.levels.tolist(), strict=True)}
    wanted = {21: DIMMED, 3: ENDED, 2: GOOD, 22: RUNNING, 7: IN_FOCUS, 5: MARKED, 1: BEST}
    assert {number: levels[number] for number in wanted} == wanted
    assert [records[row].trial for row in drawn.order[-6:]] == [3, 2, 22, 7, 5, 1]
    assert sorted(drawn.order) == list(range(len(records)))
    highest = DrawnTrials(tuple(records[:20]), minimize=False)
    assert [records[row].trial for row in highest.order[-2:]] == [19, 20]


def test_a_curve_is_read_at_the_last_epoch_evaluated() -> None:
    table = np.array([[1, 0.5], [4, 0.3], [6, 0.2]])
    assert [value_at(table, epoch) for epoch in (0, 3, 5, 6, 7)] == [None, 0.5, 0.3, 0.2, None]
