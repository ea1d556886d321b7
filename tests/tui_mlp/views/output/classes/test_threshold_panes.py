"""The panes of one class at all thresholds: their keys, what they show, and what they say where there is nothing."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from class_outputs import class_outputs, label_outputs
from stepped import app_of, make_app, screen_of, shown, told, train_on
from textual.pilot import Pilot
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from tui_mlp.app.app import MlpApp
from tui_mlp.views.output.classes.calibration import CalibrationPane
from tui_mlp.views.output.classes.one_class_pane import OneClassPane
from tui_mlp.views.output.classes.precision_recall import PrecisionRecallPane
from tui_mlp.views.output.classes.roc import RocPane
from tui_mlp.views.output.classes.threshold import ThresholdPane
from tui_mlp.views.output.pages import pages_of
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.widgets.pane import Pane

P = TypeVar("P", bound=Pane)
TWO = """
[data]
source = "moons"
samples = 60
[network]
hidden = [4]
"""
THREE = """
[data]
source = "iris"
[network]
hidden = [4]
"""


async def opened(pilot: Pilot[None]) -> OutputScreen:
    """The Output view after an epoch, with the page of the threshold."""
    await pilot.press("3", "n")
    train_on(pilot.app)
    screen = screen_of(pilot.app, OutputScreen)
    names = [page.name for page in pages_of(app_of(pilot).session.snapshot.data)]
    await pilot.press(*["p"] * names.index("threshold"))
    assert screen.page.name == "threshold"
    await pilot.pause()
    return screen


def pane_of(screen: OutputScreen, kind: type[P]) -> P:
    found = screen.query_one(kind)
    screen.show_pane(found)
    return found


def text(pane: Pane) -> str:
    return "\n".join(strip.text for strip in pane.draw(*(pane.size if pane.size.area else (60, 16))))


def drawn_anew(strip: Strip) -> Strip:
    """The strip without the length that it was given."""
    return Strip(list(strip))


def plain(pane: OneClassPane) -> str:
    """What stands in the frame, on one line."""
    return " ".join(" ".join(strip.text for strip in pane.body(56, 14)).split())


def rows_of(pane: OneClassPane) -> tuple[Array, Array]:
    """The scores and which rows are of the class, by the outputs themselves."""
    split = pane.split_outputs
    assert split is not None
    return split.A, split.Y


async def test_keys_move_the_threshold_of_all_panes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sklearn import metrics

    monkeypatch.setenv("TERM", "xterm")
    app = make_app(tmp_path, TWO)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        screen = await opened(pilot)
        roc, curve, table, diagram = (
            screen.query_one(kind) for kind in (RocPane, PrecisionRecallPane, ThresholdPane, CalibrationPane)
        )
        steps = [
            (roc, "right", 0.51), (roc, "left", 0.5), (roc, "shift+right", 0.6), (roc, "shift+left", 0.5),
            (curve, "pageup", 0.6), (curve, "right", 0.61), (table, "pagedown", 0.6), (table, "left", 0.59),
            (diagram, "right", 0.6), (diagram, "home", 0.5),
        ]  # fmt: skip
        for pane, key, threshold in steps:
            screen.show_pane(pane)
            await pilot.press(key)
            assert {one.threshold for one in (roc, curve, table, diagram)} == {threshold}, key
        assert app.output_focus.threshold is None

        scores, wanted = (array[:, 0] for array in rows_of(roc))
        f1 = {key: metrics.f1_score(wanted, scores > threshold) for key, threshold in [("home", 0.5)]}
        for key, name in (("f", "best_f1"), ("j", "youden"), ("x", "balanced")):
            await pilot.press(key)
            curves = roc.curves
            assert curves is not None
            assert roc.threshold == getattr(curves.noted, name)
            f1[key] = metrics.f1_score(wanted, scores > roc.threshold)
            assert f"F1           {min(f1[key], 0.9995):.3f}" in text(table), key
        assert max(f1, key=lambda key: f1[key]) == "f" or f1["f"] == max(f1.values())

        await pilot.press("t")
        await pilot.pause()
        await pilot.press(*"1.5", "enter")
        await pilot.pause()
        assert "threshold: found 1.5, expected a number from 0.00 to 1.00" in shown(app)
        await pilot.press("backspace", "backspace", "backspace", *"0.333", "enter")
        await pilot.pause()
        assert app.output_focus.threshold == 0.333
        assert "Threshold 0.333" in text(table)
        assert "above 0.333" in text(roc)
        changed = int(((scores > 0.333) != (scores > 0.5)).sum())
        assert f"{changed} row{'s change' if changed != 1 else ' changes'} against 0.5." in text(table)
        assert not told(app)


async def test_they_show_figures_and_copy_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sklearn import metrics

    monkeypatch.setenv("TERM", "xterm")
    app = make_app(tmp_path, TWO)
    async with app.run_test(size=(160, 48), notifications=True) as pilot:
        screen = await opened(pilot)
        roc = pane_of(screen, RocPane)
        scores, wanted = (array[:, 0] for array in rows_of(roc))
        assert f"AUC {metrics.roc_auc_score(wanted, scores):.3f}" in text(roc)
        assert "class 1, 12 validation rows" in text(roc)

        async def copied(kind: type[Pane]) -> list[list[str]]:
            pane_of(screen, kind)
            await pilot.press("y")
            return [line.split(",") for line in app.clipboard.splitlines()]

        lines = await copied(RocPane)
        assert lines[0] == ["score_at_least", "false_positive_rate", "recall"]
        rate, recall, thresholds = metrics.roc_curve(wanted, scores, drop_intermediate=False)
        np.testing.assert_allclose(np.array(lines[1:], float), np.column_stack([thresholds, rate, recall]))
        lines = await copied(PrecisionRecallPane)
        assert lines[0] == ["score_at_least", "recall", "precision"]
        assert float(lines[-1][2]) == pytest.approx(wanted.mean())
        lines = await copied(CalibrationPane)
        assert lines[0] == ["rows", "of_class", "mean_output", "share", "low", "high"]
        assert sum(int(line[0]) for line in lines[1:]) == len(wanted)
        share, low, high = np.array(lines[1:], float)[:, 3:].T
        assert ((low <= share) & (share <= high) & (low < high)).all()
        few = sum(int(line[0]) < 5 for line in lines[1:])
        table = dict(line[:2] for line in await copied(ThresholdPane))
        assert float(table["threshold"]) == 0.5
        assert int(table["true_positives"]) == int(((scores > 0.5) & (wanted == 1)).sum())
        assert float(table["accuracy"]) == pytest.approx(((scores > 0.5) == (wanted == 1)).mean())

        diagram = pane_of(screen, CalibrationPane)
        assert "by equal widths  ○ fewer than 5 rows" in text(diagram)
        assert 0 < text(diagram).count("○") - 1 <= few, "so are these bins marked, as far as none covers another"
        await pilot.press("v")
        assert "by equal rows" in text(diagram)
        assert "fewer than" not in text(diagram), "12 rows are two bins"
        brier = metrics.brier_score_loss(wanted, scores)
        assert f"Brier score {brier:.4f}" in text(diagram)
        await pilot.press("v")
        assert diagram.division == "width"

        before = text(roc)
        await pilot.press("d")
        assert "12 test rows" in text(roc)
        await pilot.press("d")
        assert "36 training rows" in text(roc)
        assert text(roc) != before
        await pilot.press("c", "right")
        assert "class 0" in text(roc)
        assert roc.threshold == 0.51
        await pilot.press("c")
        assert roc.threshold == 0.5, "that of another class"
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Whether outputs can be read as probabilities" in shown(app)
        await pilot.press("escape")
        for kind in (RocPane, PrecisionRecallPane, ThresholdPane, CalibrationPane):
            help_text = screen.query_one(kind).help_text()
            assert "accuracy and predictions elsewhere stay as they are" in help_text
            assert "data.class_weight" in help_text


async def test_of_many_classes_the_largest_output_decides_and_all_is_shown_in_ascii_too(tmp_path: Path) -> None:
    app = make_app(tmp_path, THREE, ascii=True)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await opened(pilot)
        table = pane_of(screen, ThresholdPane)
        await pilot.pause()
        assert "class setosa" in text(table)
        A = rows_of(table)[0]
        changed = int(((A[:, 0] > 0.5) != (A.argmax(1) == 0)).sum())
        assert f"{changed} row" in text(table)
        assert "against the largest output" in text(table)
        assert "the class with the largest output, which may be below 0.5" in table.help_text()
        await pilot.press("C")
        assert "class virginica" in text(table)
        await pilot.press("c")
        assert table.output_focus.output is None

        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        top = text(screen.query_one(PrecisionRecallPane)).splitlines()[0]
        assert "class setosa" in top
        assert "rows" not in top, "there is no room for it"
        any_size_is_drawn_and_no_figure_is_cut(screen, ascii=True)


def showing(app: MlpApp, split: SplitOutputs, panes: Sequence[OneClassPane]) -> None:
    """Have the panes draw these outputs."""
    snapshot = app.session.snapshot
    assert snapshot.outputs is not None
    name = panes[0].output_focus.split_name(snapshot.data)
    model = replace(snapshot.outputs.model, meaning=split.meaning)
    made = Outputs(model, snapshot.data, 1, 0, {name: replace(split, split=name)})
    for pane in panes:
        pane.snapshot = replace(snapshot, outputs=made)


async def test_every_size_and_what_they_say_where_there_is_nothing_to_draw(tmp_path: Path) -> None:
    app = make_app(tmp_path, TWO)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        screen = await opened(pilot)
        any_size_is_drawn_and_no_figure_is_cut(screen, ascii=False)
        roc, curve, table, diagram = panes = (
            screen.query_one(RocPane), screen.query_one(PrecisionRecallPane), screen.query_one(ThresholdPane),
            screen.query_one(CalibrationPane),
        )  # fmt: skip

        showing(app, class_outputs([0, 1, 1], np.array([[0.3], [np.nan], [np.inf]]), 2), panes)
        for pane in panes:
            assert "2 of 3 outputs are NaN or infinite" in text(pane)
            assert pane.text_to_copy(False)
        screen.show_pane(table)
        await pilot.press("right", "f", "t")
        assert app.screen is screen
        assert table.output_focus.threshold is None
        assert table.keys() == [("c", "class")]

        showing(app, class_outputs([0, 0, 0], np.array([[0.3], [0.6], [0.1]]), 2), panes)
        assert "No row here is of the class class 1. A ROC curve needs rows of it" in plain(roc)
        assert "There is no recall without them" in plain(curve)
        assert "recall           –" in text(table)
        assert "Brier score" in text(diagram)
        await pilot.press("f")
        assert "No row here is of the class class 1." in told(app)
        assert roc.text_to_copy(False)
        assert curve.text_to_copy(False)

        showing(app, class_outputs([1, 1, 1], np.array([[0.3], [0.6], [0.1]]), 2), panes)
        assert "All rows here are of the class class 1." in text(roc)
        assert "average precision 1.000" in text(curve)

        showing(app, class_outputs([0, 1, 1], np.array([[-0.5], [0.6], [1.7]]), 2), panes)
        assert "from -0.5000 to 1.7000: they are no probabilities" in plain(diagram)
        assert "AUC 1.000" in text(roc)
        await pilot.press("pagedown", *["pagedown"] * 10)
        assert roc.threshold == -0.5

        showing(app, label_outputs([[1, 0], [0, 1], [1, 1]], [[0.9, 0.2], [0.1, 0.7], [0.6, 0.8]]), panes)
        assert "label label 0" in text(roc)

        hostile = label_outputs([[1, 0], [0, 1], [0, 1]], [[0.9, 0.2], [0.1, 0.7], [0.6, 0.8]])
        names = ("\x1b[2J\n[red]日本語 and so on", "b")
        for Y in (hostile.Y, np.zeros_like(hostile.Y)):
            made = replace(
                hostile, meaning=replace(hostile.meaning, names=names), examples=replace(hostile.examples, Y=Y)
            )
            showing(app, made, panes)
            for pane in panes:
                assert all(character.isprintable() for character in text(pane).replace("\n", "")), pane
                assert {strip.cell_length for strip in map(drawn_anew, pane.draw(*pane.size))} == {pane.size.width}
            assert "\\x1b[2J" in text(table)

        showing(app, class_outputs([], np.empty((0, 1)), 2), panes)
        assert "There are no rows here." in text(roc)


def any_size_is_drawn_and_no_figure_is_cut(screen: OutputScreen, ascii: bool) -> None:
    for kind in (RocPane, PrecisionRecallPane, ThresholdPane, CalibrationPane):
        pane = screen.query_one(kind)
        for width, height in ((0, 0), (1, 1), (5, 3), (12, 5), (20, 8), (31, 11), (160, 48)):
            strips = pane.draw(width, height)
            assert [strip.cell_length for strip in strips] == [width] * height
            assert not ascii or all(strip.text.isascii() for strip in strips)
    for width in range(16, 70, 3):
        lines = [strip.text.rstrip() for strip in screen.query_one(RocPane).body(width, 14)[:2]]
        for figure in " ".join(lines).replace("–", " ").replace("-", " ").replace(":", "").split():
            assert not figure[0].isdigit() or figure in ("0.5", "0.50") or len(figure) in (4, 5), (width, lines)
