"""The dialog of breakpoints: what its keys and clicks pass on, and what it shows at every size."""

from dataclasses import replace
from pathlib import Path

import pytest
from stepped import make_app, screen_of, shown
from textual.pilot import Pilot

from core.training.stopping.breakpoints import BREAKPOINT_KINDS, BREAKPOINTS, Breakpoint
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.breakpoints import LADDERS, BreakpointList, Breakpoints
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.text.ascii_text import to_ascii

KIND = {one.kind: place for place, one in enumerate(BREAKPOINTS)}


class Opened:
    """The dialog on an app, and the last that it passed on."""

    def __init__(self, app: MlpApp) -> None:
        self.app = app
        self.passed: list[tuple[Breakpoint, ...]] = []

    async def open(self, pilot: Pilot[None]) -> None:
        self.app.push_screen(Breakpoints(BREAKPOINTS, self.passed.append))
        await pilot.pause()

    def now(self, kind: str) -> Breakpoint:
        result: Breakpoint = self.passed[-1][KIND[kind]]
        return result


def line_of(app: MlpApp, label: str) -> str:
    (line,) = [line for line in shown(app).splitlines() if label in line and "]" in line]
    return line


async def test_space_switches_the_line_in_focus(tmp_path: Path) -> None:
    dialog = Opened(make_app(tmp_path))
    async with dialog.app.run_test(size=(80, 24)) as pilot:
        await dialog.open(pilot)
        await pilot.press("down", "space")
        assert dialog.passed == [tuple(replace(one, on=one.kind == "theta_over") for one in BREAKPOINTS)]
        assert "▸ [x] |θ| over T" in shown(dialog.app)
        await pilot.press("down", "down", "space")
        assert [one.kind for one in dialog.passed[-1] if one.on] == ["theta_over", "gradient_over"]
        await pilot.press("up", "up", "space")
        assert [one.kind for one in dialog.passed[-1] if one.on] == ["gradient_over"]
        assert len(dialog.passed) == 3
        await pilot.press("escape")
        assert not isinstance(dialog.app.screen, Breakpoints)
        assert len(dialog.passed) == 3


async def test_keys_in_one_breath_mean_the_line_that_they_led_to(tmp_path: Path) -> None:
    dialog = Opened(make_app(tmp_path))
    async with dialog.app.run_test(size=(80, 24)) as pilot:
        await dialog.open(pilot)
        screen = screen_of(dialog.app, Breakpoints)
        screen.query_one(BreakpointList).action_cursor_down()
        screen.action_switch()
        screen.action_change(1)
        assert dialog.now("theta_over") == replace(BREAKPOINTS[1], on=True, values=(20,))
        assert dialog.now("loss_rose") == BREAKPOINTS[0]


async def test_arrows_step_the_number(tmp_path: Path) -> None:
    dialog = Opened(make_app(tmp_path))
    async with dialog.app.run_test(size=(80, 24)) as pilot:
        await dialog.open(pilot)
        await pilot.press("right")
        assert dialog.now("loss_rose").values == (5,)
        await pilot.press("left", "left", "left", "left")
        assert dialog.now("loss_rose").values == (1,)
        passed = len(dialog.passed)
        await pilot.press("left")
        assert len(dialog.passed) == passed, "that is the first step"
        await pilot.press("down", "down", "left")
        assert dialog.now("gradient_under").values == (3e-4,)
        assert "◂ 0.0003 ▸" in shown(dialog.app)
        await pilot.press("down", "down", "right")
        assert dialog.now("saturated").values == (1.0,)
        assert "◂ 100 % ▸" in shown(dialog.app)
        await pilot.press("end", "right")
        assert dialog.now("at").values == (20, 1), "the epoch"
        await pilot.press("up", "right", "left")
        assert dialog.now("misclassified").values == ()
        assert not any(one.on for one in dialog.passed[-1])


async def test_enter_types_a_number(tmp_path: Path) -> None:
    dialog = Opened(make_app(tmp_path))
    async with dialog.app.run_test(size=(80, 24)) as pilot:
        await dialog.open(pilot)
        await pilot.press("down", "enter")
        assert isinstance(dialog.app.screen, Prompt)
        assert "T: a number above 0" in shown(dialog.app)
        await pilot.press("ctrl+u", *"-3", "enter")
        assert "T: found -3.0, expected a number above 0" in shown(dialog.app)
        await pilot.press("ctrl+u", *"many", "enter")
        assert "found 'many', expected a number" in shown(dialog.app)
        assert not dialog.passed
        await pilot.press("ctrl+u", *"2.5", "enter")
        assert dialog.now("theta_over").values == (2.5,)
        await pilot.press("down", "down", "down", "enter", "ctrl+u", *"75 %", "enter")
        assert dialog.now("saturated").values == (0.75,)
        await pilot.press("enter", "ctrl+u", *"1.2", "enter")
        assert "share: found 1.2, expected a number above 0 and up to 1" in shown(dialog.app)
        await pilot.press("escape", "home", "enter", "ctrl+u", *"1,500", "enter")
        assert dialog.now("loss_rose").values == (1500,)
        assert "1,500" in line_of(dialog.app, "train loss rose")


async def test_two_numbers(tmp_path: Path) -> None:
    dialog = Opened(make_app(tmp_path))
    async with dialog.app.run_test(size=(80, 24)) as pilot:
        await dialog.open(pilot)
        await pilot.press("end", "enter")
        assert "epoch: a whole number of 1 or more; batch: a whole number of 1 or more" in shown(dialog.app)
        await pilot.press("ctrl+u", *"7", "enter")
        assert "found 7, expected 2 numbers" in shown(dialog.app)
        await pilot.press("ctrl+u", *"7, 3", "enter")
        assert dialog.now("at").values == (7, 3)
        assert "7, 3" in line_of(dialog.app, "epoch and batch")
        await pilot.press("enter", "enter")  # as it stands
        assert not isinstance(dialog.app.screen, Prompt)
        assert len(dialog.passed) == 1
        await pilot.press("enter", "ctrl+u", *"8 0", "enter")
        assert "batch: found 0" in shown(dialog.app)


async def test_enter_and_clicks_switch_where_nothing_is_typed(tmp_path: Path) -> None:
    dialog = Opened(make_app(tmp_path))
    async with dialog.app.run_test(size=(80, 24)) as pilot:
        await dialog.open(pilot)
        await pilot.press("end", "up", "enter")
        assert dialog.now("misclassified").on
        y = next(y for y, line in enumerate(shown(dialog.app).splitlines()) if "neuron is dead" in line)
        await pilot.click(offset=(20, y))
        assert dialog.now("dead").on
        assert dialog.now("misclassified").on
        assert "▸ [x] a neuron is dead" in shown(dialog.app)


@pytest.mark.parametrize(
    ("size", "ascii"),
    [
        pytest.param((60, 15), False, id="60x15-unicode"),
        pytest.param((80, 24), True, id="80x24-ascii"),
        pytest.param((60, 15), True, id="60x15-ascii", marks=pytest.mark.slow),
        pytest.param((80, 24), False, id="80x24-unicode", marks=pytest.mark.slow),
        pytest.param((160, 48), False, id="160x48-unicode", marks=pytest.mark.slow),
        pytest.param((160, 48), True, id="160x48-ascii", marks=pytest.mark.slow),
    ],
)
async def test_all_is_readable(
    tmp_path: Path, size: tuple[int, int], ascii: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(tmp_path, ascii=ascii)
    async with app.run_test(size=size) as pilot:
        await Opened(app).open(pilot)
        for one in BREAKPOINTS:
            kind, screen = BREAKPOINT_KINDS[one.kind], shown(app)
            text = to_ascii if ascii else str
            assert all(text(other.label) in screen for other in BREAKPOINT_KINDS.values())
            about = app.screen.query_one("#about").region
            lines = [line[about.x : about.right] for line in screen.splitlines()[about.y : about.bottom]]
            assert " ".join(" ".join(lines).split()) == text(kind.help)
            assert f"{'>' if ascii else '▸'} [ ] {text(kind.label)}" in screen
            assert "esc closes" in screen
            assert not ascii or screen.isascii()
            await pilot.press("down")
            await pilot.pause()


def test_every_number_has_its_steps() -> None:
    assert LADDERS.keys() == {one.kind for one in BREAKPOINTS if one.values}
    for one in BREAKPOINTS:
        if one.values:
            ladder = LADDERS[one.kind]
            assert list(ladder) == sorted(set(ladder))
            assert one.values[0] in ladder or one.kind == "loss_rose"
            for value in ladder:
                replace(one, values=(value, *one.values[1:]))
