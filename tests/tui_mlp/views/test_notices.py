"""What a person is told or asked once, whatever view they go to next."""

from pathlib import Path

from stepped import make_app, screen_of, told, train_on, train_screen

from core.analysis.advice import Advice
from tui_mlp.dialogs.choice import Choice
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.session.commands import EditNetwork
from tui_mlp.views.view_screen import View

ADVICE = Advice("plateau", None, "the loss stands still", 0.0, "training.learning_rate")


async def test_advice_is_told_once_in_whichever_view(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.session.task.adviser.advice = (ADVICE,)
        app.session.publish()
        for view in ("2", "5", "1", "2"):
            await pilot.press(view)
            await pilot.pause()
        assert told(app) == [f"Advice: {ADVICE.sentence}"]
        app.session.task.adviser.advice = ()
        app.session.publish()
        await pilot.press("1")
        await pilot.pause()
        app.session.task.adviser.advice = (ADVICE,)
        app.session.publish()
        await pilot.press("2")
        await pilot.pause()
        assert told(app) == [f"Advice: {ADVICE.sentence}"] * 2, "it went away meanwhile"


async def test_advice_that_is_off_is_off_in_every_view(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        train_screen(app).action_advice()
        assert not app.session.task.adviser.on
        await pilot.press("2")
        await pilot.pause()
        screen_of(app, View).action_advice()
        assert app.session.task.adviser.on


async def test_what_was_declined_is_not_asked_again_in_another_view(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        app.session.post(EditNetwork("remove_neuron", (2, None)))
        await pilot.pause()
        assert isinstance(app.screen, Choice | Confirm)
        await pilot.press("escape")
        for view in ("2", "1"):
            await pilot.press(view)
            await pilot.pause()
            assert not isinstance(app.screen, Choice | Confirm)


async def test_a_question_waits_till_the_dialog_above_is_closed(tmp_path: Path) -> None:
    """Over it, it would get the keys that are meant for the dialog, which then closed the question in its place."""
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        await pilot.press("N")
        app.session.post(EditNetwork("remove_neuron", (2, None)))
        await pilot.pause()
        assert isinstance(app.screen, Prompt)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Choice | Confirm)
        await pilot.press("escape")
        assert app.screen is app.screen_stack[0]
