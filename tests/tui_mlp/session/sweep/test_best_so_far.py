"""The best figure so far, of one run and of several."""

import numpy as np

from tui_mlp.session.sweep.best_so_far import RunCurve, mean_best_so_far

ONE = RunCurve(np.array([1.0, 2, 4, 6]), np.array([0.5, np.nan, 0.3, 0.4]))


def test_it_never_gets_worse() -> None:
    np.testing.assert_array_equal(mean_best_so_far([ONE], True), [[1, 0.5], [4, 0.3], [6, 0.3]])
    np.testing.assert_array_equal(mean_best_so_far([ONE], False), [[1, 0.5], [4, 0.5], [6, 0.5]])
    assert mean_best_so_far([RunCurve(ONE.epochs, np.full(4, np.nan))], True).shape == (0, 2)


def test_of_several_runs_it_is_the_mean_of_the_best_and_not_the_best_mean() -> None:
    other = RunCurve(np.array([1.0, 4, 6, 8]), np.array([0.1, 0.9, 0.9, 0.9]))
    found = mean_best_so_far([ONE, other, RunCurve(np.empty(0), np.empty(0))], True)
    np.testing.assert_allclose(found, [[1, 0.3], [4, 0.2], [6, 0.2]], err_msg="up to the last epoch of both")
    found = mean_best_so_far([ONE._replace(ended=True), other], True)
    np.testing.assert_allclose(found[-1], [8, 0.2], err_msg="a run that has ended keeps its best")
