"""Questions: all in one place, each answer on a line with the key that gives it."""

import re
from pathlib import Path

import pytest
from stepped import make_app, shown, train_on
from textual.containers import Vertical

from tui_mlp.dialogs.choice import Choice
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.session.snapshot import Offer


def answers(text: str) -> list[str]:
    """The lines of the box that begin with a key."""
    return re.findall(r"│  ((?:enter|esc|r|u)  +.*?)\s*│", text)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_question_stands_in_the_middle(tmp_path: Path, size: tuple[int, int]) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        for question in (Confirm("Start over?", "start over"), Choice("Undo this?", [("r", "rewind"), ("u", "undo")])):
            app.push_screen(question)
            await pilot.pause()
            box = app.screen.query_one("#question", Vertical).region
            assert abs(box.x - (size[0] - box.right)) <= 1
            assert abs(box.y - (size[1] - box.bottom)) <= 1
            await pilot.press("escape")


async def test_each_answer_says_what_happens_and_its_key(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        await pilot.press("R")
        await pilot.pause()
        assert "Start over at epoch 0, from the same initial weights?" in shown(app)
        assert "The 1 epoch trained so far is lost." in shown(app), "this session saves no runs"
        assert answers(shown(app)) == ["enter  start over", "esc    keep this training"]
        await pilot.press("escape")
        app.screen_stack[0].ask_about(Offer("Undo this: one neuron added to layer 2?", None))  # type: ignore[attr-defined]
        await pilot.pause()
        assert answers(shown(app)) == [
            "r    go back to before it: the epochs since then are undone too",
            "u    undo it in the present network: the epochs since then stay",
            "esc  change nothing",
        ]
        await pilot.press("escape", "N")
        await pilot.pause()
        assert isinstance(app.screen, Prompt)
        assert "enter accepts   esc cancels" in shown(app)
