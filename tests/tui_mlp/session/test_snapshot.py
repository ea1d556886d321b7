"""A pane that has no snapshot yet has the empty one: all of it can be asked for, though nothing of it is drawn."""

from pathlib import Path

import pytest
from stepped import make_app, train_screen

from tui_mlp.app.views import VIEWS
from tui_mlp.session.snapshot import EMPTY
from tui_mlp.widgets.app_base import ViewEntry
from tui_mlp.widgets.canvas import SnapshotWidget
from tui_mlp.widgets.pane import Pane


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.mode)
async def test_nothing_that_a_pane_is_asked_needs_a_training(tmp_path: Path, view: ViewEntry) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(view.key)
        await pilot.pause()
        for widget in app.screen.query(SnapshotWidget):
            widget.set_reactive(SnapshotWidget.snapshot, EMPTY)
            assert not widget.drawable
            assert widget.draw(60, 12)
            if isinstance(widget, Pane):
                assert widget.help_text()
                assert isinstance(widget.text_to_copy(latex=False), str)


async def test_the_first_snapshot_of_a_session_is_another_one(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)):
        assert app.session.snapshot.sequence > EMPTY.sequence
        assert train_screen(app).snapshot is app.session.snapshot
