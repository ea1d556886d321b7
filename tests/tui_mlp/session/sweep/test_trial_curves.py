"""The learning curves of trials: read once, read on while they train, the mean of several runs."""

from pathlib import Path

import pytest
from msgspec import structs
from saved_sweeps import a_sweep, a_trial, loss, write_metrics

from core.sweeps.saved.records import TRAINING, RunRecord
from core.sweeps.saved.sweep_folder import SweepFolder
from tui_mlp.session.sweep.trial_curves import TrialCurves, curve_figure


def always() -> bool:
    return True


@pytest.fixture
def folder(tmp_path: Path) -> SweepFolder:
    return a_sweep(tmp_path, 6)


def test_curves_of_those_wanted_and_figures_of_all(folder: SweepFolder) -> None:
    curves, trials = TrialCurves(folder, ["validation_loss"]), [a_trial(1), a_trial(2), a_trial(6, TRAINING, 20)]
    assert curves.refresh(trials, {1, 6}, always)
    assert set(curves.curves) == {1, 6}
    assert curves.curves[1][:, 1].tolist() == [loss(1, epoch) for epoch in curves.curves[1][:, 0]]
    assert curves.figures[2] == 1 - loss(2, 300) / 2, "the accuracy at the best epoch"
    assert curves.further == "validation_accuracy"
    before = curves.curves
    assert not curves.refresh(trials, {1, 6}, always)
    assert curves.curves is before, "nothing new, nothing to draw"
    assert curves.refresh(trials, {2}, always)
    assert set(curves.curves) == {2}


def test_a_trial_that_trains_is_read_on_and_one_that_ended_never_again(folder: SweepFolder) -> None:
    curves, training = TrialCurves(folder, ["validation_loss"]), a_trial(6, TRAINING, 62)
    curves.refresh([a_trial(1), training], {1, 6}, always)
    assert len(curves.curves[6]) == 62
    for trial in (1, 6):
        write_metrics(folder, a_trial(trial, epochs=310))
    assert curves.refresh([a_trial(1), training], {1, 6}, always)
    assert (len(curves.curves[1]), len(curves.curves[6])) == (300, 310)


def test_it_stops_where_it_is_to_and_goes_on_the_next_time(folder: SweepFolder) -> None:
    curves, trials = TrialCurves(folder, ["validation_loss"]), [a_trial(1), a_trial(2), a_trial(3)]
    curves.refresh(trials, {3}, lambda: False)
    assert (set(curves.curves), set(curves.figures), curves.complete) == ({3}, {3}, False)
    curves.refresh(trials, {3}, lambda: False)
    curves.refresh(trials, {3}, lambda: False)
    assert curves.complete
    assert set(curves.figures) == {1, 2, 3}


def test_of_several_runs_the_mean_and_no_figure_before_all_have_one(folder: SweepFolder) -> None:
    runs = [RunRecord(run=f"trial-000{one}", seed=one, best_epoch=10) for one in (1, 2)]
    both = structs.replace(a_trial(1), runs=runs)
    curves = TrialCurves(folder, ["validation_accuracy"])
    curves.refresh([both], {1}, always)
    assert curves.curves[1][9].tolist() == [10, 1 - (loss(1, 10) + loss(2, 10)) / 4]
    assert curves.figures[1] == (loss(1, 10) + loss(2, 10)) / 2, "beside an accuracy stands the loss"
    half = structs.replace(both, trial=2, runs=[runs[0], structs.replace(runs[1], run="trial-0099")])
    curves.refresh([half], {2}, always)
    assert 2 not in curves.figures


def test_the_accuracy_stands_in_for_the_balanced_one() -> None:
    assert curve_figure(["validation_balanced_accuracy", "validation_loss"]) == "validation_accuracy"
    assert curve_figure(["validation_r2"]) == "validation_r2"
