"""The best trials: one, or the Pareto front."""

from hypothesis import given
from hypothesis import strategies as st

from core.sweeps.objectives import OBJECTIVES
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, PRUNED, TrialRecord
from core.sweeps.search.best_trials import BestTrials

LOSS, ACCURACY = OBJECTIVES["validation_loss"], OBJECTIVES["validation_accuracy"]
FIGURES = st.integers(0, 4).map(float) | st.sampled_from([None, float("nan")])


def a_trial(number: int, *figures: float | None, state: str = FINISHED) -> TrialRecord:
    return TrialRecord(trial=number, settings={}, state=state, objectives=[*figures])


@given(st.lists(st.tuples(FIGURES, FIGURES), max_size=12))
def test_the_front_is_what_no_other_trial_dominates(figures: list[tuple[float | None, float | None]]) -> None:
    best = BestTrials((LOSS, ACCURACY))
    for number, pair in enumerate(figures, 1):
        best.add(a_trial(number, *pair))
    known = {
        number: (loss, -accuracy)
        for number, (loss, accuracy) in enumerate(figures, 1)
        if loss is not None and accuracy is not None and loss == loss and accuracy == accuracy
    }
    front = [
        number
        for number, (loss, accuracy) in known.items()
        if not any(a <= loss and b <= accuracy and (a, b) != (loss, accuracy) for a, b in known.values())
    ]
    assert [record.trial for record in best.trials] == front


def test_of_equal_trials_the_first_and_none_that_diverged_or_failed() -> None:
    best = BestTrials((ACCURACY,))
    best.add(a_trial(1, 0.99, state=DIVERGED))
    best.add(a_trial(2, 0.99, state=FAILED))
    assert best.trials == []
    for number, accuracy in enumerate((0.5, 0.9, 0.9, 0.7), 3):
        best.add(a_trial(number, accuracy))
    assert [record.trial for record in best.trials] == [4]
    best.add(a_trial(7, 0.95, state=PRUNED))
    assert [record.trial for record in best.trials] == [7], "its best epoch is saved as that of others"
