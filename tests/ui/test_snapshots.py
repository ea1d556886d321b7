"""A few whole screens, looked at by a person and kept. Renew with: pytest --snapshot-update"""

import pytest
from stepped import INLINE, make_app, train_screen

from tui_mlp.widgets.architecture import ArchitecturePane
from tui_mlp.widgets.hyperparameters import HyperparametersPane
from tui_mlp.widgets.loss import LossPane
from tui_mlp.widgets.weights import WeightsPane

GIVEN = INLINE.replace(
    "hidden = [3, 2]",
    "hidden = [3]\n"
    "weights = [[[0.1, -0.2, 0.3], [1.5, -1.25, 0.75], [-0.5, 2.0, -2.5]], [[0.2], [1.0], [-1.0], [0.5]]]",
).replace("epochs = 5", "epochs = 40\nlearning_rate = 0.3")


@pytest.fixture(autouse=True)
def true_colours(monkeypatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


async def trained(pilot) -> None:
    await pilot.press("space")
    pilot.app.session.train_on()
    await pilot.pause()


def test_opened(snap_compare, tmp_path) -> None:
    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(80, 24))


def test_trained(snap_compare, tmp_path) -> None:
    async def steps(pilot) -> None:
        await trained(pilot)
        await pilot.press("right_square_bracket", "down", "down")

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(80, 24), run_before=steps)


def test_trained_light_and_wide(snap_compare, tmp_path) -> None:
    async def steps(pilot) -> None:
        await trained(pilot)
        pilot.app.action_toggle_theme()
        pilot.app.screen.query_one(HyperparametersPane).focus()
        await pilot.press("down", "down")

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(120, 36), run_before=steps)


def test_ascii(snap_compare, tmp_path) -> None:
    async def steps(pilot) -> None:
        await trained(pilot)
        pilot.app.screen.query_one(LossPane).focus()

    assert snap_compare(make_app(tmp_path, GIVEN, ascii=True), terminal_size=(80, 24), run_before=steps)


def test_without_colour(snap_compare, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot) -> None:
        await trained(pilot)
        pilot.app.screen.query_one(WeightsPane).focus()
        await pilot.press("down", "right")

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(80, 24), run_before=steps)


def test_question(snap_compare, tmp_path) -> None:
    async def steps(pilot) -> None:
        await trained(pilot)
        pilot.app.screen.query_one(ArchitecturePane).focus()
        train_screen(pilot.app).action_start_over()
        await pilot.pause()

    assert snap_compare(make_app(tmp_path, INLINE), terminal_size=(80, 24), run_before=steps)
