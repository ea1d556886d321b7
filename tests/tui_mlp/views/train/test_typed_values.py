"""A value typed that starts training over: the line closes, then the question opens, and is answered once."""

from pathlib import Path

from stepped import make_app, settled, train_on
from textual.events import MouseDown

from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.widgets.messages import ValueWanted
from tui_mlp.widgets.safe_text import SafeLabel


async def test_the_line_closes_before_the_question_opens(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        for key, text in (("network.initializer", "he"), ("seed", "7"), ("network.hidden", "9 9 9")):
            await pilot.press("n")
            train_on(app)
            await pilot.pause()
            assert app.session.snapshot.epoch == 1
            app.screen.post_message(ValueWanted(key, key, text))
            await pilot.pause()
            assert isinstance(app.screen, Prompt)
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, Confirm)
            assert not any(isinstance(screen, Prompt) for screen in app.screen_stack)
            await pilot.press("enter")
            await pilot.pause()
            assert app.screen is app.screen_stack[0]
            assert app.session.snapshot.epoch == 0


async def test_a_click_on_what_is_being_removed_is_nobodys(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        label = SafeLabel("gone in a moment")
        label.styles.dock = "top"
        await app.screen.mount(label)
        await pilot.pause()
        x, y = map(int, label.region.center)
        parent, label._parent = label._parent, None  # so it is from its removal to the next drawing
        app.post_message(MouseDown(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))
        await settled(pilot)
        label._parent = parent
        await pilot.press("n")
        train_on(app)
        assert app.session.snapshot.epoch == 1
