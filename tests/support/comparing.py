"""A comparison on a session that a test drives, opened as a user opens it."""

from stepped import app_of, shown
from textual.pilot import Pilot

from tui_mlp.session.comparison.comparison_session import ComparisonSession
from tui_mlp.session.stepped_sessions import SteppedComparison
from tui_mlp.views.compare.screen import ComparisonScreen, ask_variant

SATURATED = """
[data]
source = "inline"
inputs = [[-1.0], [1.0]]
targets = [[1.0], [0.0]]
[network]
hidden = [2]
activation = "sigmoid"
loss = "squared_error"
weights = [[[0.0, 0.0], [2.0, -2.0]], [[0.0], [8.0], [-8.0]]]
[training]
optimizer = "gradient_descent"
learning_rate = 0.5
batch_size = 0
epochs = 40
"""


async def compare(pilot: Pilot[None], override: str | None = None) -> SteppedComparison:
    """Through the prompt, with its default where no setting is given; trained as the test says."""
    session = await open_comparison(pilot, override)
    assert isinstance(session, SteppedComparison)
    return session


async def open_comparison(pilot: Pilot[None], override: str | None = None) -> ComparisonSession:
    """The same with any session."""
    ask_variant(app_of(pilot))
    await pilot.pause()
    if override is not None:
        await pilot.press("ctrl+u", *override)
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(pilot.app.screen, ComparisonScreen), shown(pilot.app)
    return pilot.app.screen.session
