"""The figures of a training that has ended, in the Train view."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from stepped import make_app, shown, train_on

from core.analysis.classification_metrics import classification_metrics
from core.analysis.regression_metrics import regression_metrics
from core.analysis.split_metrics import SplitMetrics
from tui_mlp.session.snapshot import EMPTY
from tui_mlp.views.train.final_figures import Row, final_rows
from tui_mlp.views.train.layout import HYPERPARAMETERS_LEAST, final_lines

SPIRAL = '[data]\nsource = "spiral"\nsamples = 60\n[training]\nepochs = 3\n'


async def test_they_come_at_the_end_and_go_when_training_goes_on(tmp_path: Path) -> None:
    app = make_app(tmp_path, SPIRAL)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "─ Test ─" not in shown(app)
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        for size in ((160, 48), (120, 36), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            for text in ("─ Test ─", " 12 rows ─", "accuracy  ", "always '", "balanced accuracy", "recall of '"):
                assert text in shown(app), size
            assert "learning rate" in shown(app)
        await pilot.press("b")
        train_on(app)
        await pilot.pause()
        assert "─ Test ─" not in shown(app)


async def test_one_pane_alone_stays_alone(tmp_path: Path) -> None:
    app = make_app(tmp_path, SPIRAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("z", "space")
        train_on(app)
        await pilot.pause()
        assert "─ Test ─" not in shown(app)
        await pilot.press("z")
        await pilot.pause()
        assert "─ Test ─" in shown(app)


def test_a_failure_is_marked() -> None:
    found = classification_metrics(np.zeros(20, int), (np.arange(20) > 18).astype(int), ("no", "yes"), 0, np.zeros(20))
    rows = final_rows(replace(EMPTY, final=SplitMetrics("test", 20, 0.1, found), best_epoch=7))
    assert rows == [
        Row("accuracy", "95.0 %", bad=True),
        Row("always 'no'", "95.0 %"),
        Row("balanced accuracy", "50.0 %", bad=True),
        Row("recall of 'yes'", "0.0 %", bad=True),
        Row("AUC", "0.5000", bad=True),
        Row("best epoch", "7"),
    ]


def test_a_class_without_test_rows_is_named() -> None:
    found = classification_metrics(np.zeros(9, int), np.zeros(9, int), ("no", "\x1b[2Jyes"), 0)
    rows = final_rows(replace(EMPTY, final=SplitMetrics("test", 9, 0.1, found)))
    assert rows[2] == Row(r"rows of '\x1b[2Jyes'", "0", bad=True)
    assert not rows[3].bad, "always saying one class isn't to blame"


def test_a_regression_worse_than_the_mean() -> None:
    numbers = regression_metrics(np.array([[1e20], [-1e20]]), np.array([[1.0], [2.0]]))
    data = replace(EMPTY.data, target_names=("price",))
    rows = final_rows(replace(EMPTY, data=data, final=SplitMetrics("test", 2, 0.1, regression=numbers)))
    assert rows == [
        Row("R²", "-4.0e+40", bad=True),
        Row("far worse than always saying the mean", "", bad=True),
        Row("RMSE", "1.00e+20"),
        Row("MAE", "1.00e+20"),
        Row("in units of 'price'", ""),
    ]


def test_a_good_result_is_not_marked() -> None:
    actual = np.array([0, 0, 1, 1])
    found = classification_metrics(actual, actual, ("no", "yes"), 0, actual.astype(float))
    assert not any(row.bad for row in final_rows(replace(EMPTY, final=SplitMetrics("test", 4, 0.1, found))))
    numbers = regression_metrics(np.array([[1.0], [2.1]]), np.array([[1.0], [2.0]]))
    assert not any(
        row.bad for row in final_rows(replace(EMPTY, final=SplitMetrics("test", 2, 0.1, regression=numbers)))
    )
    assert final_rows(EMPTY) == []


@pytest.mark.parametrize(
    ("lines", "wanted", "given"), [(12, 8, 6), (30, 8, 8), (10, 8, 0), (9, 3, 3), (20, 0, 0), (0, 8, 0)]
)
def test_they_leave_lines_for_the_settings(lines: int, wanted: int, given: int) -> None:
    assert final_lines(lines, wanted) == given
    assert not given or lines - given >= HYPERPARAMETERS_LEAST
