"""From a wrong answer to the weight that made it in five keys, and what the Step view says of one example alone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
import pytest
from narrowing import present
from stepped import screen_of, settled, shown, told, train_on
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from core.stepping.chosen_example import ChosenExample
from tui_mlp.app.app import MlpApp
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.session.commands import Run, StepExample
from tui_mlp.session.session import Goal, RunState, TrainingSession
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.output.pane import StepWanted
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.views.step.example import ExamplePane
from tui_mlp.views.step.screen import StepScreen


@pytest.fixture(scope="module")
def spiral() -> SteppedSession:
    """After a hundred epochs, in which it learnt most; each test leaves it as it was."""
    return trained("spiral", 100)


def trained(source: str, epochs: int, *overrides: str) -> SteppedSession:
    session = SteppedSession(Experiment.load(source, [f"training.epochs={epochs}", *overrides]))
    session.post(Run())
    session.train_on()
    return session


@asynccontextmanager
async def opened(
    session: TrainingSession, *keys: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[MlpApp, Pilot[None]]]:
    app = MlpApp(session)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await press(pilot, *keys)
        yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
        await pilot.pause()


def focus(app: MlpApp) -> StepFocus:
    screen = app.screen_stack[0]
    assert isinstance(screen, StepScreen)
    return present(screen.step_focus)


async def until(condition: Callable[[], bool]) -> None:
    """Till a thread has come so far."""
    for _round in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came")


def is_at_a_weight(app: MlpApp) -> bool:
    screen = app.screen_stack[0]
    return isinstance(screen, StepScreen) and screen.step_focus is not None and screen.step_focus.given


def status(app: MlpApp) -> str:
    return shown(app).splitlines()[-2]


async def want(app: MlpApp, pilot: Pilot[None], example: ExampleFocus) -> None:
    """What a pane of the Output view posts for `enter`."""
    app.screen.query_one("#body").post_message(StepWanted(example))
    await settled(pilot)
    await pilot.pause()


async def test_keys_of_a_point(spiral: SteppedSession) -> None:
    async with opened(spiral, "3", "w", "enter") as (app, pilot):
        await from_a_wrong_answer_to_the_weight_in_five_keys(spiral, app, pilot)
        await what_is_shown_of_it_and_the_ways_back(spiral, app, pilot)


async def from_a_wrong_answer_to_the_weight_in_five_keys(
    spiral: SteppedSession, app: MlpApp, pilot: Pilot[None]
) -> None:
    """The worst point; its error; its output; the weight that pushed it furthest the wrong way; and back."""
    start = focus(app)
    context = start.execution.context
    data = spiral.snapshot.data
    rows = present(present({"train": data.train, "validation": data.validation, "test": data.test}[
        present(context.alone).split
    ]).rows)  # fmt: skip
    assert f"row {rows[present(context.alone).place] + 1} alone   weights of epoch 100; nothing is trained" in (
        status(app)
    )
    assert start.name == "Δ(4)[1,1]"
    assert abs(start.value) > 0.5, "it was wrong"
    await press(pilot, "enter")
    assert focus(app).name == "A(4)[1,1]"
    await press(pilot, "enter")
    weight = focus(app)
    theta, A = spiral.task.trainer.network.thetas[2], start.executions[2].writes.value
    assert start.executions[2].equation.symbol == "A(3)"
    terms = A[0, 1:] * theta[1:, 0] * -np.sign(start.value)
    worst = int(terms.argmax())
    assert terms[worst] > 0, "it makes the output worse"
    assert weight.name == f"Θ(3)[{worst + 1},1]"
    assert weight.value == theta[worst + 1, 0]
    assert f"It multiplies A(3)[1,{worst + 1}]" in " ".join(shown(app).split())
    await press(pilot, "enter")
    assert focus(app).name == f"A(3)[1,{worst + 1}]"
    await press(pilot, "enter", "enter", "enter", "enter")
    assert focus(app).name.startswith("A(1)[1,"), "and on to the input"
    for _step in range(7):
        assert isinstance(app.screen, StepScreen)
        await press(pilot, "escape")
    assert focus(app).name == "Δ(4)[1,1]"
    await press(pilot, "escape")
    assert isinstance(app.screen, OutputScreen)
    assert not spiral.snapshot.stepping.alone
    assert spiral.task.trainer.epoch == 100


async def test_a_digit_in_five_keys() -> None:
    """From the confusion matrix: the rows of its cell, the first of them, its output, the weight."""
    session = trained("digits", 3)
    async with opened(session, "3", "enter", "enter", size=(120, 36)) as (app, pilot):
        start = focus(app)
        errors = start.execution.writes.value[0]
        assert start.execution.equation.number == "16"
        assert abs(start.value) == abs(errors).max()
        await press(pilot, "enter", "enter")
        weight = focus(app)
        assert weight.symbol == "Θ(2)"
        assert weight.cell[1] == start.cell[1], "of the output with the largest error"
        term = weight.value * start.executions[1].writes.value[0, weight.cell[0]]
        assert np.sign(term) == -np.sign(start.value)


async def what_is_shown_of_it_and_the_ways_back(spiral: SteppedSession, app: MlpApp, pilot: Pilot[None]) -> None:
    validation = present(spiral.snapshot.data.validation)
    await want(app, pilot, ExampleFocus("validation", 5))
    row = present(validation.rows)[5] + 1
    assert f"validation row {row} alone" in status(app)
    assert "esc Output" in shown(app).splitlines()[-1]
    assert "batch" not in status(app)
    await press(pilot, "left_square_bracket", "right_square_bracket", "e")
    example = "\n".join(strip.text for strip in app.screen.query_one(ExamplePane)._strips)
    assert "One example alone" in example
    assert f"validation row {row}" in example
    assert f"{validation.inputs[5, 0]:.3f}" in example
    assert "of the gradient" not in example, "all of it is its own"
    await press(pilot, "right", "e", "z", "escape")
    assert isinstance(app.screen, StepScreen), "esc was for the zoom"
    await press(pilot, "3")
    assert isinstance(app.screen, OutputScreen)
    await press(pilot, "2")
    assert f"validation row {row} alone" in status(app), "it stays until training goes on"
    values = spiral.snapshot.data.train.inputs[0]
    await press(pilot, "3")
    await want(app, pilot, ExampleFocus("validation", 5, values))
    assert f"validation row {row} with other values alone" in status(app)
    await press(pilot, "3")
    await want(app, pilot, ExampleFocus(values=values))
    assert "the drawn image alone" in status(app)
    assert focus(app).name == "A(4)[1,1]", "without a target, its output"
    assert len(focus(app).executions) == 4
    await press(pilot, "escape")
    assert isinstance(app.screen, OutputScreen)
    await press(pilot, "2")
    screen = app.screen_stack[0]
    assert isinstance(screen, StepScreen)
    assert screen.step_focus is None, "the training's own equations: none has run"


async def test_s_and_S_beside_it() -> None:
    """s goes on with the training's next equation; S comes back to those that it has run, and undoes none."""
    session = trained("spiral", 1)
    async with opened(session, "2", "s", "s") as (app, pilot):
        train_on(app)
        await press(pilot, "3")
        await want(app, pilot, ExampleFocus("test", 1))
        assert focus(app).execution.context.alone is not None
        await press(pilot, "S")
        own = focus(app)
        assert own.execution.context.alone is None
        ran = len(own.executions)
        session.post(StepExample(ChosenExample("test", 1)))
        await press(pilot, "s")
        train_on(app)
        await pilot.pause()
        assert len(focus(app).executions) == ran + 1
        assert session.state is RunState.PAUSED


async def test_the_next_key_finds_it_with_a_thread_too() -> None:
    """While a thread trains: it pauses, and all five keys arrive in one read."""
    session = TrainingSession(Experiment.load("spiral", ["training.epochs=100000"]))
    try:
        async with opened(session, "3") as (app, pilot):
            await press(pilot, "space")
            await until(lambda: screen_of(app, OutputScreen).snapshot.outputs is not None)
            await pilot.press("w", "enter", "enter", "enter")
            await until(lambda: is_at_a_weight(app))
            assert focus(app).symbol == "Θ(3)"
            assert session.state is RunState.PAUSED
            assert "Paused to step through an example; space goes on." in told(app)
            session.post(Run(Goal.BATCH))
    finally:
        session.close()
