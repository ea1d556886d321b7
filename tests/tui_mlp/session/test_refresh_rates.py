"""How often the screen is drawn: by option, by menu, remembered."""

import json
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from stepped import INLINE, make_app, make_session, train_screen, until

from tui_mlp.app.app import MlpApp
from tui_mlp.session.commands import Run
from tui_mlp.session.refresh_rates import REFRESH_RATES, SNAPSHOT_SECONDS
from tui_mlp.system.settings import Settings
from tui_mlp.views.train.loss import LossPane
from tui_mlp.views.train.weights import WeightsPane
from tui_mlp.widgets.canvas import Canvas, SnapshotWidget


@pytest.mark.parametrize("name", REFRESH_RATES)
def test_the_option_sets_how_often_the_worker_shows_itself(tmp_path: Path, name: str) -> None:
    app = MlpApp(make_session(tmp_path), refresh=name)
    assert app.session.interval == SNAPSHOT_SECONDS * REFRESH_RATES[name]


def test_what_was_chosen_in_the_menu_is_so_next_time_unless_the_option_says_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"refresh": "slow"}))
    app = MlpApp(make_session(tmp_path), settings=Settings(path))
    assert app.interval_factor == REFRESH_RATES["slow"]
    assert (
        MlpApp(make_session(tmp_path), settings=Settings(path), refresh="fast").interval_factor == REFRESH_RATES["fast"]
    )
    path.write_text(json.dumps({"refresh": "never"}))
    assert MlpApp(make_session(tmp_path), settings=Settings(path)).interval_factor == REFRESH_RATES["normal"]


async def test_the_menu_changes_it_while_it_runs(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    app.settings = Settings(tmp_path / "settings.json")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon")
        await pilot.press(*"refresh")
        await until(pilot, "Refresh: slow")
        await pilot.press(*": slow")
        await until(pilot, "every four seconds")
        await pilot.press("enter")
        await pilot.pause()
        assert app.session.interval == SNAPSHOT_SECONDS * REFRESH_RATES["slow"]
        assert json.loads((tmp_path / "settings.json").read_text())["refresh"] == "slow"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Time goes on as the test says; a drawing takes `drawing` seconds of the processor."""
    clock = SimpleNamespace(now=1000.0, drawing=0.0, spent=0.0, drawn=[])

    def draw(self: Canvas) -> None:
        clock.spent += clock.drawing
        clock.drawn.append((type(self).__name__, clock.now))

    monkeypatch.setattr("tui_mlp.widgets.canvas.perf_counter", lambda: clock.now)
    monkeypatch.setattr("tui_mlp.widgets.canvas.thread_time", lambda: clock.spent)
    monkeypatch.setattr(Canvas, "write", draw)
    return clock


def train_ten_seconds(app: MlpApp, clock: SimpleNamespace, name: str) -> list[float]:
    """When the pane was drawn meanwhile."""
    pane, seconds = app.screen.query_one(name, SnapshotWidget), app.session.interval
    if not app.session.state.busy:
        app.session.post(Run())
    clock.drawn.clear()
    start = clock.now
    for _ in range(int(10 / seconds)):
        clock.now += seconds
        app.session.task.trainer.run_batch()
        app.session.publish()
        before, snapshot = pane.snapshot, app.session.snapshot
        pane.set_reactive(SnapshotWidget.snapshot, snapshot)
        pane.watch_snapshot(before, snapshot)
    return [now - start for drawn, now in clock.drawn if drawn == name]


async def test_while_training_a_pane_is_drawn_at_the_pace_and_a_key_at_once(
    tmp_path: Path, clock: SimpleNamespace
) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.set_refresh_rate("slow")
        app.session.post(Run())
        await pilot.pause()
        clock.now += 10
        for name in ("Header", "StatusLine", "LossPane"):
            assert train_ten_seconds(app, clock, name) == [4.0, 8.0], "all that the worker shows, however seldom"
        assert len(train_ten_seconds(app, clock, "WeightsPane")) == 1, "matrices, which need most bytes, half as often"
        app.screen.query_one(LossPane).focus()
        await pilot.pause()
        clock.drawn.clear()
        await pilot.press("l")
        assert ("LossPane", clock.now) in clock.drawn, "not at the next turn"


async def test_the_frame_of_a_plot_does_not_put_the_plot_off(tmp_path: Path, clock: SimpleNamespace) -> None:
    """Its pane gets and loses the focus, which shows at once; the plot itself waits for its turn."""
    app = make_app(tmp_path)
    async with app.run_test(size=(160, 48)) as pilot:
        app.set_refresh_rate("slow")
        app.session.post(Run())
        await pilot.pause()
        pane = app.screen.query_one(LossPane)
        clock.now += 100
        pane.redraw()
        clock.now += 16
        pane.focus()
        await pilot.pause()
        assert clock.drawn[-1] == ("LossPane", clock.now), "the frame"
        assert pane.due


async def test_at_a_slow_pace_a_plot_that_fills_a_large_screen_comes_less_often(
    tmp_path: Path, clock: SimpleNamespace
) -> None:
    """All its cells may be other ones: at every turn they would be more than a thin link carries."""
    app = make_app(tmp_path)
    async with app.run_test(size=(160, 48)) as pilot:
        app.set_refresh_rate("slow")
        app.screen.query_one(LossPane).focus()
        await pilot.press("z")
        app.session.post(Run())
        await pilot.pause()
        assert app.screen.query_one(LossPane).size.area > 7000
        clock.now += 100
        assert train_ten_seconds(app, clock, "LossPane") == [4.0]
        assert train_ten_seconds(app, clock, "LossPane") == []
        assert train_ten_seconds(app, clock, "LossPane") == [4.0], "16 seconds after the one before"
        app.set_refresh_rate("normal")
        assert len(train_ten_seconds(app, clock, "LossPane")) == 40


@pytest.mark.parametrize(("pace", "times"), [("normal", 20), ("fast", 40)])
async def test_a_drawing_that_takes_long_comes_less_often(
    tmp_path: Path, clock: SimpleNamespace, pace: str, times: int
) -> None:
    """5 ms of the processor are 1 % of half a second; at the fast pace 2 % are allowed."""
    app = make_app(tmp_path)
    app.set_refresh_rate(pace)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.post(Run())
        await pilot.pause()
        clock.now += 10
        assert len(train_ten_seconds(app, clock, "LossPane")) == 2 * times
        clock.drawing, clock.now = 0.005, clock.now + 10
        assert len(train_ten_seconds(app, clock, "LossPane")) == times


@pytest.mark.parametrize("drawing", [0.05, 5.0])
async def test_no_drawing_is_so_dear_that_the_next_is_late(
    tmp_path: Path, clock: SimpleNamespace, drawing: float
) -> None:
    """The first imports what draws: seconds later there must be more than the first epochs to see."""
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.post(Run())
        await pilot.pause()
        clock.drawing, clock.now = drawing, clock.now + 10
        drawn = train_ten_seconds(app, clock, "LossPane")
        assert len(drawn) == 10
        assert max(after - before for before, after in pairwise(drawn)) <= 1.0


async def test_what_training_does_not_change_is_not_drawn_again(tmp_path: Path, clock: SimpleNamespace) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session.post(Run())
        await pilot.pause()
        for name in ("HyperparametersPane", "ArchitecturePane", "Footer"):
            assert train_ten_seconds(app, clock, name) == []
        app.session.change("training.learning_rate", 0.5)
        assert len(train_ten_seconds(app, clock, "HyperparametersPane")) == 1
        assert len(train_ten_seconds(app, clock, "ArchitecturePane")) == 1


async def test_going_on_draws_no_pane_before_something_has_come_of_it(tmp_path: Path, clock: SimpleNamespace) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        clock.now += 10
        clock.drawn.clear()
        await pilot.press("space")
        await pilot.pause()
        assert {name for name, _now in clock.drawn} == {"Header", "StatusLine", "Footer"}
        app.session.task.trainer.run_batch()
        app.session.publish()
        train_screen(app).poll()
        assert "LossPane" in {name for name, _now in clock.drawn}


async def test_the_plot_stays_while_its_frame_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        pane, plotted = app.screen.query_one(LossPane), []
        plot = type(pane).plotted
        monkeypatch.setattr(type(pane), "plotted", lambda *args: plotted.append(args) or plot(*args))  # type: ignore[func-returns-value]
        app.session.post(Run())
        await pilot.pause()
        plotted.clear()
        pane.focus()
        await pilot.pause()
        assert plotted == []
        await pilot.press("l")
        assert len(plotted) == 1


async def test_large_matrices_in_colours_are_drawn_less_often(tmp_path: Path) -> None:
    """Every cell may change: at one drawing a second a matrix that fills a large screen takes 160 kB a second."""
    app = make_app(tmp_path, INLINE.replace("hidden = [3, 2]", "hidden = [3, 200, 200]"))
    async with app.run_test(size=(160, 48)) as pilot:
        pane = app.screen.query_one(WeightsPane)
        assert (pane.form, pane.PERIOD) == ("figures", 0.5)
        await pilot.press("right_square_bracket", "right_square_bracket")
        assert pane.form == "colours"
        beside = pane.PERIOD
        await pilot.press("z")
        await pilot.pause()
        assert 1 <= beside < pane.PERIOD == 4
