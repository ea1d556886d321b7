"""How often the screen is drawn: by option, by menu, remembered."""

import json

import pytest
from stepped import make_app, make_session, until

from tui_mlp.app import MlpApp
from tui_mlp.pace import PACES, SNAPSHOT_SECONDS
from tui_mlp.settings import Settings


@pytest.mark.parametrize("name", PACES)
def test_the_option_sets_how_often_the_worker_shows_itself(tmp_path, name):
    app = MlpApp(make_session(tmp_path), refresh=name)
    assert app.session.interval == SNAPSHOT_SECONDS * PACES[name]


def test_what_was_chosen_in_the_menu_is_so_next_time_unless_the_option_says_otherwise(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"refresh": "slow"}))
    app = MlpApp(make_session(tmp_path), settings=Settings(path))
    assert app.pace == PACES["slow"]
    assert MlpApp(make_session(tmp_path), settings=Settings(path), refresh="fast").pace == PACES["fast"]
    path.write_text(json.dumps({"refresh": "never"}))
    assert MlpApp(make_session(tmp_path), settings=Settings(path)).pace == PACES["normal"]


async def test_the_menu_changes_it_while_it_runs(tmp_path):
    app = make_app(tmp_path)
    app.settings = Settings(tmp_path / "settings.json")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon")
        await pilot.press(*"refresh")
        await until(pilot, "Refresh: slow")
        await pilot.press(*": slow")
        await until(pilot, "draw training every two seconds")
        await pilot.press("enter")
        await pilot.pause()
        assert app.session.interval == SNAPSHOT_SECONDS * PACES["slow"]
        assert json.loads((tmp_path / "settings.json").read_text())["refresh"] == "slow"


async def test_while_training_a_pane_is_drawn_at_the_pace_and_a_key_at_once(tmp_path, monkeypatch):
    now = 1000.0
    monkeypatch.setattr("tui_mlp.widgets.drawn.perf_counter", lambda: now)
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.set_pace("slow")
        pane = app.screen.query_one("LossPane")
        drawn = []
        monkeypatch.setattr(type(pane), "redraw", lambda self: (drawn.append(now), setattr(self, "_drawn", now)))
        app.session.run()
        snapshot = app.session.snapshot
        assert snapshot.state.busy
        for _ in range(40):
            now += 0.25
            pane.watch_snapshot(snapshot, snapshot)
        assert drawn == [1002.0, 1004.0, 1006.0, 1008.0, 1010.0]
        await pilot.press("l")
        assert set(drawn[5:]) == {1010.0}, "not at the next turn"
