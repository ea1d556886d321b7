"""Messages to the user: in the status line's place, for a while or until escape, and all in a list."""

from pathlib import Path
from typing import Any

import pytest
from stepped import make_app, shown, told, train_on, until
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from tui_mlp.app import user_messages
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.message_list import MessageList
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.session.comparison.comparison_session import ComparisonSession
from tui_mlp.session.snapshot import Severity
from tui_mlp.views.compare.screen import ComparisonScreen


def status(app: MlpApp) -> str:
    """The line above the footer."""
    return shown(app).splitlines()[-2]


def look(app: MlpApp) -> None:
    """As often as the timer does till a message that can be seen has gone."""
    for _ in range(round(user_messages.MESSAGE_SECONDS / user_messages.LOOK_SECONDS)):
        app.look_at_message()


async def without(pilot: Pilot[None], words: str) -> None:
    """Till the words aren't on the screen any more."""
    for _ in range(500):
        if words not in shown(pilot.app):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"still there: {words}\n{shown(pilot.app)}")


@pytest.mark.parametrize(("view", "size"), [("1", (60, 15)), ("2", (80, 24)), ("5", (40, 12))])
async def test_a_message_takes_the_status_line_alone_and_gives_it_back(
    tmp_path: Path, view: str, size: tuple[int, int]
) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=size) as pilot:
        await pilot.press("n", view)
        train_on(app)
        await pilot.pause()
        before = shown(app).splitlines()
        app.notify("the first message", severity="warning")
        app.notify("the second message")
        await pilot.pause()
        assert status(app).startswith(" • the second message (1 more: M)")
        after = shown(app).splitlines()
        assert [*after[:-2], after[-1]] == [*before[:-2], before[-1]], "nothing else is covered"
        look(app)
        await without(pilot, "the second message")
        assert shown(app).splitlines() == before
        assert not app.screen.query(Toast)


async def test_a_timer_ends_it_and_then_rests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_messages, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(user_messages, "MESSAGE_SECONDS", 0.2)
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        timers = len(app._timers)
        app.notify("a message")
        await until(pilot, "a message")
        await without(pilot, "a message")
        assert len(app._timers) == timers, "nothing wakes any more"
        app.notify("it failed", severity="error")
        assert len(app._timers) == timers


async def test_an_error_stays_until_escape_which_then_does_what_else_it_did(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("z")
        assert app.screen.query_one("#body").has_class("-alone")
        app.notify("it failed", severity="error")
        look(app)
        app.notify("a mere information")
        await pilot.press("2", "1")
        assert status(app).startswith(" ✗ it failed (1 more: M)")
        await pilot.press("escape")
        await pilot.pause()
        assert "it failed" not in status(app)
        assert app.screen.query_one("#body").has_class("-alone")
        await pilot.press("escape")
        assert not app.screen.query_one("#body").has_class("-alone")


async def test_what_a_breakpoint_hit_is_a_key_away(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("2", "1")
        app.tell("epoch 1, batch 1: training example 220 is 0, but classified as 1, as are others", "breakpoint")
        await pilot.pause()
        assert status(app).rstrip().endswith("… M   2 shows it  esc closes")
        await pilot.press("2")
        await pilot.pause()
        assert status(app).rstrip().endswith("esc closes")
        assert "2 shows it" not in status(app)


async def test_M_lists_all_newest_first_in_views_and_never_over_a_question(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("M")
        await pilot.pause()
        assert "no messages so far" in shown(app)
        await pilot.press("M", "n")
        train_on(app)
        for number in range(30):
            app.notify(f"message {number} " + "with many words " * 8)
        for key in ("1", "2", "5"):
            await pilot.press(key, "M")
            await pilot.pause()
            assert isinstance(app.screen, MessageList)
            text = shown(app)
            assert text.index("message 29") < text.index("message 28")
            assert "epoch 1" in text
            await pilot.press("end")
            await until(pilot, "message 0")
            await pilot.press("escape")
        app.push_screen(Confirm("Really?", "do so"))
        await pilot.press("M")
        await pilot.pause()
        assert isinstance(app.screen, Confirm), "nothing is drawn over a question"


@pytest.mark.parametrize("severity", ["breakpoint", "error"])
async def test_why_training_stopped_is_said_till_it_goes_on(tmp_path: Path, severity: Severity) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.tell("it stopped here", severity)
        await pilot.pause()
        assert "it stopped here" in shown(app)
        await pilot.press("space")
        await pilot.pause()
        assert ("it stopped here" in shown(app)) == (severity == "error")


async def test_time_under_a_dialog_that_covers_the_line_is_not_counted(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("N")
        await pilot.pause()
        assert isinstance(app.screen, Prompt)
        before = shown(app)
        app.notify("while something is typed")
        look(app)
        await pilot.pause()
        assert shown(app) == before, "nothing is drawn over a question"
        await pilot.press("escape")
        await until(pilot, "while something is typed")
        look(app)
        await without(pilot, "while something is typed")


async def test_a_message_is_seen_beside_a_question_that_leaves_the_line_free(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.push_screen(Confirm("Really?", "do so"))
        await pilot.pause()
        app.notify("it failed", severity="error")
        await until(pilot, "it failed")
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Confirm), "in a question escape is its own"
        assert "it failed" in status(app)


async def test_the_comparison_has_the_line_too(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.push_screen(ComparisonScreen(ComparisonSession(app.session.experiment, "training.optimizer=momentum")))
        await pilot.pause()
        before = shown(app).splitlines()
        app.notify("both have ended")
        await until(pilot, "both have ended")
        after = shown(app).splitlines()
        assert after[-2].startswith(" • both have ended")
        assert [*after[:-2], after[-1]] == [*before[:-2], before[-1]]
        look(app)
        await without(pilot, "both have ended")
        assert shown(app).splitlines() == before


async def test_a_message_costs_a_line_not_a_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.pause()
        lines, render = list[int](), Compositor.render_update

        def counted(self: Compositor, **options: Any) -> CompositorUpdate | None:
            update = render(self, **options)
            if update is not None:
                assert isinstance(update, ChopsUpdate), "all cells of the screen"
                lines.extend(y for y, _start, _end in update.spans)
            return update

        monkeypatch.setattr(Compositor, "render_update", counted)
        app.notify("a message")
        await until(pilot, "a message")
        app.action_end_message()
        await without(pilot, "a message")
        assert set(lines) == {22}


async def test_what_textual_itself_says_goes_there(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.notify("from [b]a screen[/]", title="Title")
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert told(app) == ["Title: from [b]a screen[/]", "Press q to save and quit."]
        assert not app.screen.query(Toast)


async def test_the_timer_of_a_message_may_tick_while_the_program_ends(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)):
        app.notify("shown to the end")
    app.look_at_message()
    assert app.messages.shown is not None
