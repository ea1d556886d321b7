"""A few whole screens, looked at by a person and kept. Renew with: pytest --snapshot-update"""

from collections.abc import Callable
from pathlib import Path

import pytest
from stepped import INLINE, app_of, make_app, train_on, train_screen, until
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.train.architecture import ArchitecturePane
from tui_mlp.views.train.loss import LossPane

GIVEN = INLINE.replace(
    "hidden = [3, 2]",
    "hidden = [3]\n"
    "weights = [[[0.1, -0.2, 0.3], [1.5, -1.25, 0.75], [-0.5, 2.0, -2.5]], [[0.2], [1.0], [-1.0], [0.5]]]",
).replace("epochs = 5", "epochs = 40\nlearning_rate = 0.3")


def sizes_and_themes(*usual: str) -> pytest.MarkDecorator:
    """All sizes in both themes; those that are not usual are slow: a theme is the same colours at any size."""
    return pytest.mark.parametrize(
        ("size", "light"),
        [
            pytest.param(size, light, id=name, marks=[] if name in usual else pytest.mark.slow)
            for size in ((80, 24), (120, 36), (160, 48))
            for light in (False, True)
            for name in ["{}x{}-{}".format(*size, "light" if light else "dark")]
        ],
    )


@pytest.fixture(autouse=True)
def true_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


async def trained(pilot: Pilot[None]) -> None:
    await pilot.press("space")
    train_on(pilot.app)
    await pilot.pause()


def test_opened(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(80, 24))


@sizes_and_themes("80x24-dark", "120x36-dark", "80x24-light")  # 160 × 48 without colour
def test_trained(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int], light: bool) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        if light:
            app_of(pilot).action_toggle_theme()
        await trained(pilot)
        await pilot.press("down", "down")

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=size, run_before=steps)


@pytest.mark.parametrize("form", [1, 2], ids=["colours", "histogram"])
def test_forms_of_a_matrix(snap_compare: Callable[..., bool], tmp_path: Path, form: int) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await trained(pilot)
        await pilot.press(*["m"] * form, "z")

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(80, 24), run_before=steps)


def test_accuracy_a_change_and_the_line_that_reads(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await trained(pilot)
        app_of(pilot).session.change("training.learning_rate", 0.1)
        app_of(pilot).session.change("training.epochs", 80)
        await trained(pilot)
        pilot.app.screen.query_one(LossPane).focus()
        await pilot.press("a", *["left"] * 40)

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(120, 36), run_before=steps)


def test_picker(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("o", *["down"] * 13)
        await until(pilot, "150 rows")

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(80, 24), run_before=steps)


def test_alone_on_a_small_screen(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(40, 12), run_before=trained)


def test_ascii(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await trained(pilot)
        pilot.app.screen.query_one(LossPane).focus()

    assert snap_compare(make_app(tmp_path, GIVEN, ascii=True), terminal_size=(80, 24), run_before=steps)


@pytest.mark.parametrize(
    "size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow), (160, 48)], ids="{0[0]}x{0[1]}".format
)
def test_without_colour(
    snap_compare: Callable[..., bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot: Pilot[None]) -> None:
        await trained(pilot)
        await pilot.press("down", "right")

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=size, run_before=steps)


def test_question(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await trained(pilot)
        pilot.app.screen.query_one(ArchitecturePane).focus()
        train_screen(pilot.app).action_start_over()
        await pilot.pause()

    assert snap_compare(make_app(tmp_path, INLINE), terminal_size=(80, 24), run_before=steps)


async def stepped(pilot: Pilot[None], *keys: str) -> None:
    """One epoch, one mini-batch, then keys; each to its end."""
    for key in ("n", "2", "b", *keys):
        await pilot.press(key)
        train_on(pilot.app)
        await pilot.pause()


HIDDEN_ERROR = ("shift+tab", "home", *["down"] * 7, "tab", "down", "right")
"""To Δ(2)[2,2] of a network with one hidden layer."""


@sizes_and_themes("80x24-light", "160x48-dark")
def test_step(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int], light: bool) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        if light:
            app_of(pilot).action_toggle_theme()
        await stepped(pilot, *HIDDEN_ERROR)

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=size, run_before=steps)


def test_step_without_colour(
    snap_compare: Callable[..., bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot: Pilot[None]) -> None:
        await stepped(pilot, *HIDDEN_ERROR, "m", "tab")

    assert snap_compare(make_app(tmp_path, GIVEN), terminal_size=(80, 24), run_before=steps)


def test_step_ascii(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await stepped(pilot, *HIDDEN_ERROR, "tab")

    assert snap_compare(make_app(tmp_path, GIVEN, ascii=True), terminal_size=(80, 24), run_before=steps)


def test_step_of_large_matrices(snap_compare: Callable[..., bool]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await stepped(pilot, "s", "s", "down", "end", "tab", "right")

    assert snap_compare(digits(), terminal_size=(80, 24), run_before=steps)


def test_one_example(snap_compare: Callable[..., bool]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await stepped(pilot, "e", "right")

    assert snap_compare(digits(), terminal_size=(80, 24), run_before=steps)


def digits() -> MlpApp:
    app = MlpApp(SteppedSession(Experiment.load("digits")))
    app.animation_level = "none"
    return app
