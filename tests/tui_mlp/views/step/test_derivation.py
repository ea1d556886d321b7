"""The derivation on the screen, and with it all equations of the lecture."""

import re
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from narrowing import present
from stepped import INLINE, make_app, shown, train_on, until_told
from textual.app import App
from textual.pilot import Pilot

from core.derivation.line_by_line.derive_lines import derive_line_by_line
from core.experiment.experiment import Experiment
from core.stepping.stepper import Stepper
from core.training.trainer import Trainer
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.tables.line_by_line import derivation_strips
from tui_mlp.views.step.line_by_line import DerivationPane
from tui_mlp.views.step.screen import StepScreen

BY_HAND = (Path(__file__).parents[4] / "datasets" / "exercises" / "by-hand.toml").read_text("utf-8")


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        if key in ("s", "b", "n"):
            train_on(pilot.app)
        await pilot.pause()


def step_screen(app: App[None]) -> StepScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, StepScreen)
    return screen


@asynccontextmanager
async def opened(folder: Path, *keys: str, size: tuple[int, int] = (80, 24), text: str = BY_HAND) -> Any:
    """The Step view of this experiment after these keys."""
    app = make_app(folder, text)
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", *keys)
        yield app, pilot


def focus_on(app: App[None], symbol: str, row: int = 0, column: int = 0) -> None:
    """Focus a value of this matrix in the equation that wrote it last."""
    screen = step_screen(app)
    focus = present(screen.step_focus)
    index = max(one.index for one in focus.executions if one.equation.symbol == symbol)
    screen.step_focus = focus.at_equation(index).at_cell(row, column)


async def test_all_equations_from_2_to_19_come_on_the_screen(tmp_path: Path) -> None:
    """In the Algorithm pane, in the titles of the Sum pane, and in the derivations of ∇, Δ and J."""
    found: set[str] = set()
    async with opened(tmp_path, "b", size=(80, 100)) as (app, pilot):
        found |= set(re.findall(r"(?<=\s)\((\d+)\)", shown(app)))  # behind a blank: not the 2 of A(2)
        for symbol in ("J", "Δ(3)", "∇(2)", "Δ(2)", "∇(1)"):
            focus_on(app, symbol, int(symbol.startswith("∇")))
            await press(pilot, "d")
            lines = (line for line in shown(app).splitlines() if "Derivation" not in line)
            found |= {number for line in lines for number in re.findall(r"^│ \((\d+)\)", line)}
            assert f"Derivation of {symbol}" in shown(app)
            await press(pilot, "escape")
            assert "Derivation of" not in shown(app)
    assert {int(number) for number in found} >= set(range(2, 20))


async def test_d_says_what_it_is_for_elsewhere(tmp_path: Path) -> None:
    async with opened(tmp_path, "d") as (app, pilot):
        await until_told(pilot, "no equation has run yet")
        await press(pilot, "s", "d")
        await until_told(pilot, "not A(1)[1,1]")
        assert not step_screen(app).derives


async def test_another_example_another_layer_and_back(tmp_path: Path) -> None:
    async with opened(tmp_path, "b", text=INLINE, size=(120, 40)) as (app, pilot):
        focus_on(app, "∇(1)", 1, 2)
        await press(pilot, "d")
        assert "Derivation of ∇(1)[1,3]" in shown(app)
        assert "example 1 of 2 in the mini-batch" in shown(app)
        first = shown(app)
        await press(pilot, "right")
        assert "example 2 of 2 in the mini-batch" in shown(app)
        assert shown(app).split("╭─")[1] != first.split("╭─")[1]
        await press(pilot, "right_square_bracket")
        assert "Derivation of ∇(2)" in shown(app)
        await press(pilot, "tab")
        assert isinstance(app.focused, DerivationPane), "the other panes are hidden"
        await press(pilot, "d")
        assert "Algorithm" in shown(app)
        focus_on(app, "Δ(3)", 0, 1)
        await press(pilot, "d", "right")
        assert present(step_screen(app).step_focus).cell == (1, 1), "a value of Δ is one of its example"
        assert "Derivation of Δ(3)[2,2]" in shown(app)


async def test_it_scrolls_and_says_that_there_is_more(tmp_path: Path) -> None:
    async with opened(tmp_path, "b") as (app, pilot):
        focus_on(app, "∇(1)", 1, 0)
        await press(pilot, "d")
        assert "▾" in shown(app).splitlines()[1]
        assert "(19)" not in shown(app)
        await press(pilot, "end")
        assert "(19)" in shown(app)
        assert "▴" in shown(app).splitlines()[1]
        assert "▾" not in shown(app).splitlines()[1]
        await press(pilot, "home")
        assert "(3)" in shown(app)


async def test_a_next_equation_that_has_no_derivation_ends_it(tmp_path: Path) -> None:
    async with opened(tmp_path, *"ssss", "d") as (app, pilot):
        assert "Derivation of J" in shown(app)
        await press(pilot, "s")
        assert "Derivation of Δ(3)" in shown(app)
        await press(pilot, "s", "s")
        assert not step_screen(app).derives, "g'(Z(2)) isn't derived"
        assert "g'(Z(2))" in shown(app)


async def test_it_is_copied_as_text_and_as_latex(tmp_path: Path) -> None:
    async with opened(tmp_path, "b") as (app, pilot):
        focus_on(app, "∇(2)", 1, 0)
        await press(pilot, "d")
        pane = app.screen.query_one(DerivationPane)
        text, latex = pane.text_to_copy(False), pane.text_to_copy(True)
        assert text.startswith("∇(2)[1,1], worked out for training example 1\n")
        assert re.search(r"\n\(6\) +=", text)
        assert "= −0.425557 · (1 − 0.379687) = -0.263979" in text
        assert r"\frac{\partial J}{\partial \theta_{jk}}" in latex
        assert r"\tag{4}" in latex
        assert not re.search(r"[^\x00-\xff]", latex.split("\n", 1)[1]), "pdflatex has no Greek letters but its own"


def test_every_strip_has_its_width() -> None:
    """At any width, in ASCII too; no line is cut."""
    stepper = Stepper(Trainer(Experiment.load("iris")))
    stepper.finish_batch()
    index = next(one.index for one in stepper.executions if one.equation.symbol == "∇(1)")
    derivation = present(derive_line_by_line(stepper.executions, index, 1, 2, 3))
    for width in (50, 76, 116, 156):
        for ascii in (False, True):
            strips = derivation_strips(derivation, width, palette(ascii=ascii))
            assert {strip.cell_length for strip in strips} == {width}
            text = " ".join(" ".join(strip.text for strip in strips).split())
            assert ("delta_j" if ascii else "δ_j") in text
            assert text.count("(19)") == 1
            if not ascii:
                for line in derivation.lines:
                    assert set(line.symbols.split()) <= set(text.split()), "nothing is cut"
