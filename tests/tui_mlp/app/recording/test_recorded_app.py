"""A message's end by the recording's clock."""

from pathlib import Path

import pytest

from core.runs.run_folder import RunFolder
from tui_mlp.app.recording.recorded_app import RecordedApp
from tui_mlp.app.recording.recorded_session import PartialReplay, RecordedSession
from tui_mlp.app.themes import DARK
from tui_mlp.app.user_messages import MESSAGE_SECONDS

RUN = Path(__file__).parents[3] / "fixtures" / "runs-0.1.0" / "by-hand"


@pytest.fixture
def app(tmp_path: Path) -> RecordedApp:
    return RecordedApp(RecordedSession(PartialReplay(RunFolder(RUN))), tmp_path, DARK, "train", False)


def shown(app: RecordedApp) -> str | None:
    return None if app.messages.shown is None else app.messages.shown.text


async def test_a_message_ends_as_long_after_it_came_as_it_can_be_read(app: RecordedApp) -> None:
    async with app.run_test():
        assert app.message_ends is None
        app.session.seconds = 10.0
        app.tell("two neurons more")
        assert app.message_ends == 10 + MESSAGE_SECONDS
        app.session.seconds = 9.9 + MESSAGE_SECONDS
        app.end_old_messages()
        assert shown(app) == "two neurons more"
        app.session.seconds = 10 + MESSAGE_SECONDS
        app.end_old_messages()
        assert (shown(app), app.message_ends) == (None, None)
        app.end_old_messages()


async def test_at_once_ends_those_that_do_not_stay(app: RecordedApp) -> None:
    async with app.run_test():
        app.tell("two neurons more")
        app.end_old_messages(at_once=True)
        assert shown(app) is None
        app.tell("it diverged", "divergence")
        assert app.message_ends is None
        app.session.seconds = 1000.0
        app.end_old_messages(at_once=True)
        assert shown(app) == "it diverged"
