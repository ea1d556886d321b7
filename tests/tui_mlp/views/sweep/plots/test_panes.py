"""The panes of a sweep's plots: keys to what is drawn, on a sweep's folder made by hand."""

import asyncio
from pathlib import Path

import pytest
from saved_sweeps import SWEEP, a_sweep, a_trial
from stepped import INLINE, make_session, shown
from textual.pilot import Pilot

from core.sweeps.saved.records import Importance, SweepStatus, TrialRecord
from core.sweeps.sweep_experiment import SweepExperiment
from tui_mlp.app.app import MlpApp
from tui_mlp.models.sweep.selection_changes import focus_moved, updated_selection
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.views.sweep.plots import plot_pane
from tui_mlp.views.sweep.plots.curves import SweepCurves
from tui_mlp.views.sweep.plots.importance import SweepImportance
from tui_mlp.views.sweep.plots.points import SweepPoints
from tui_mlp.views.sweep.screen import SweepScreen
from tui_mlp.widgets.pane import Pane

LARGE = (120, 36)


def the_app(folder: Path) -> MlpApp:
    app = MlpApp(make_session(folder, INLINE, runs=True), runs_dir=folder / "runs")
    app.animation_level = "none"
    return app


async def opened(pilot: Pilot[None], pane: type[Pane]) -> SweepScreen:
    """The Sweep view with the focus on a pane, when the sweep and its curves have been read."""
    await pilot.press("6")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, SweepScreen)
    async with asyncio.timeout(30):
        while not (screen.selection.curves and screen.complete):
            await asyncio.sleep(0.001)
    screen.query_one(pane).focus()
    await pilot.pause()
    return screen


def text_of(pane: Pane) -> str:
    return "\n".join(strip.text for strip in pane.draw(*pane.size))


async def test_keys_choose_what_is_drawn_and_the_trial_in_focus(tmp_path: Path) -> None:
    a_sweep(tmp_path / "runs", trials=12)
    app = the_app(tmp_path)
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(pilot, SweepPoints)
        points = screen.query_one(SweepPoints)
        assert "rate × loss" in text_of(points)
        assert "l linear" in text_of(points), "losses differ much"
        await pilot.press("right_square_bracket")
        assert "hidden × loss" in text_of(points)
        assert "16-8" in text_of(points).splitlines()[-3], "the values stand below"
        await pilot.press("l")
        assert "l log" in text_of(points)
        assert " 0.00" in text_of(points)
        await pilot.press("m")
        assert "Parallel" in text_of(points)
        assert "m points" in text_of(points)
        assert points.palette.bg.accent_bold in {
            part.style for part in points.draw(*points.size)[1] if "hidden" in part.text
        }
        await pilot.press("right")
        assert screen.selection.drawn_key == "network.activation"
        await pilot.press("m", "comma", "comma")
        assert "rate × loss" in shown(app)
        # Arrows and the mouse move the focus among the points.
        rows = [one for one in screen.selection.rows if one.objectives[0] is not None]
        by_rate = sorted(rows, key=lambda one: one.settings["training.learning_rate"])
        by_loss = sorted(rows, key=lambda one: one.objectives[0] or 0.0)
        here = by_rate.index(next(one for one in rows if one.trial == screen.selection.focus))
        await pilot.press("left")
        assert screen.selection.focus == by_rate[here - 1].trial
        assert f"trial {by_rate[here - 1].trial}: " in text_of(points)
        above = by_loss.index(by_rate[here - 1]) + 1
        await pilot.press("up")
        assert screen.selection.focus == by_loss[above].trial
        lines = text_of(points).splitlines()
        row = next(row for row, line in enumerate(lines) if "◆" in line)
        await pilot.click(SweepPoints, offset=(lines[row].index("◆"), row))
        assert screen.selection.focus == by_loss[0].trial
        await pilot.press("x")
        assert screen.selection.letters == {by_loss[0].trial: "a"}


async def test_curves_are_read_at_an_epoch(tmp_path: Path) -> None:
    a_sweep(tmp_path / "runs", trials=12)
    app = the_app(tmp_path)
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(pilot, SweepCurves)
        curves = screen.query_one(SweepCurves)
        best = screen.selection.best[0]
        assert "Best validation loss J" in text_of(curves)
        assert f"━ {best}" in text_of(curves).splitlines()[0]
        await pilot.press("left", "shift+left")
        assert "epoch 299" in text_of(curves)
        value = screen.selection.curves[best][298, 1]
        assert f"{best} {value:.4f}" in text_of(curves).splitlines()[0]
        await pilot.press("escape", "L")
        assert "epoch 299" not in text_of(curves)
        assert "L linear epochs" in text_of(curves)
        assert {"1", "10", "100"} <= set(text_of(curves).splitlines()[-2].split())
        await pilot.press("l")
        assert "l log " in text_of(curves)


async def test_a_plot_rests_while_only_trials_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plot_pane, "CELLS_A_SECOND", 0.1)  # so that no drawing is due before the test ends
    a_sweep(tmp_path / "runs", trials=12)
    app = the_app(tmp_path)
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(pilot, SweepPoints)
        points = screen.query_one(SweepPoints)

        def drawn() -> int:
            return sum(points.render_line(y).text.count(mark) for y in range(points.size.height) for mark in "●■▲▼□△▽")

        before = drawn()
        fewer = screen.selection.ended[:7]  # that in focus is among them
        screen.selection = updated_selection(screen.selection, ended=fewer)
        await pilot.pause()
        assert drawn() == before
        screen.selection = focus_moved(screen.selection, 1)
        await pilot.pause()
        assert drawn() < before


PARETO = SWEEP.replace('pruner = "median"', 'objective = ["validation_loss", "validation_accuracy"]')


async def test_two_objectives_are_drawn_against_each_other(tmp_path: Path) -> None:
    path = tmp_path / "pareto.toml"
    path.write_text(PARETO)
    trials = [
        TrialRecord(trial=number, settings=a_trial(number).settings, state="finished", objectives=[loss, accuracy])
        for number, loss, accuracy in ((1, 0.1, 0.9), (2, 0.2, 0.95), (3, 0.3, 0.8))
    ]
    status = SweepStatus(state="ended", best=[1, 2], importance=Importance(needed=8, trials=3))
    selection = updated_selection(
        SweepSelection(), sweep=SweepExperiment.load(path), ended=tuple(trials), status=status
    )
    app = the_app(tmp_path)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("6")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, SweepScreen)
        screen.selection = selection
        points = screen.query_one(SweepPoints)
        points.focus()
        await pilot.pause()
        assert "loss × accuracy" in text_of(points)
        assert "◆ Pareto front" in text_of(points)
        assert "8 finished trials are needed" in text_of(screen.query_one(SweepImportance))
        await pilot.press("right_square_bracket")
        assert "rate × loss" in text_of(points)
        await pilot.press("m", "m")
        assert "loss × accuracy" in text_of(points)


async def test_without_a_sweep_panes_are_drawn_and_keys_do_nothing(tmp_path: Path) -> None:
    app = the_app(tmp_path)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("6")
        await pilot.pause()
        for kind in (SweepPoints, SweepCurves, SweepImportance):
            pane = app.screen.query_one(kind)
            pane.focus()
            await pilot.press("m", "l", "L", "left", "up", "right_square_bracket")
            assert text_of(pane).startswith("╭─ ")
            assert pane.help_text()
