"""The Step view on a session that a test drives: keys and clicks to what is looked at, and to what is told of it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from narrowing import present
from stepped import INLINE, make_app, shown, train_on
from textual.app import App
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from core.derivation.derivation import derive
from core.derivation.text import derivation_latex, derivation_text
from core.experiment.experiment import Experiment
from core.training.stopping.breakpoints import Breakpoint
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.help import Help
from tui_mlp.models.message_history import MessageHistory, UserMessage
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.session.commands import Begin, SetBreakpoints
from tui_mlp.session.session import RunState
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.text.numbers import plain_number
from tui_mlp.views.step.algorithm import AlgorithmPane
from tui_mlp.views.step.derivation import SumPane
from tui_mlp.views.step.equation import EquationPane
from tui_mlp.views.step.example import ExamplePane
from tui_mlp.views.step.screen import StepScreen
from tui_mlp.views.step.status import StepStatus
from tui_mlp.views.train.screen import TrainScreen
from tui_mlp.widgets.canvas import Canvas

SIZES = [(80, 24), (120, 36), (160, 48)]
WIDE = INLINE.replace("hidden = [3, 2]", "hidden = [12, 11]").replace("batch_size = 2", "batch_size = 4")
Opened = Callable[..., AbstractAsyncContextManager[tuple[MlpApp, Pilot[None]]]]


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys, each to its end; but `space` only starts."""
    for key in keys:
        await pilot.press(key)
        if key in ("s", "b", "n"):
            train_on(pilot.app)
        await pilot.pause()


def step_screen(app: App[None]) -> StepScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, StepScreen)
    return screen


def focus(app: App[None]) -> StepFocus | None:
    return step_screen(app).step_focus


def pane(app: App[None], kind: type[Canvas]) -> str:
    """What a pane shows, as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen.query_one(kind)._strips)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All notes to the person; on the screen they go after a while."""
    said: list[str] = []
    add = MessageHistory.add

    def keep(self: MessageHistory, message: UserMessage) -> None:
        said.append(message.text)
        add(self, message)

    monkeypatch.setattr(MessageHistory, "add", keep)
    return said


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Opens the Step view at a size, and presses keys."""

    @asynccontextmanager
    async def start(
        *keys: str, size: tuple[int, int] = (80, 24), text: str = INLINE, **options: Any
    ) -> AsyncIterator[tuple[MlpApp, Pilot[None]]]:
        app = make_app(tmp_path, text, **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            await press(pilot, "2", *keys)
            yield app, pilot

    return start


async def test_weights_of_examples_are_shown_and_explained(opened: Opened) -> None:
    """As an operand, in the sum, and where their values come from."""
    text = INLINE.replace('source = "inline"', 'source = "inline"\nclass_weight = "balanced"')
    async with opened("b", size=(120, 40), text=text) as (app, pilot):
        equation = app.screen.query_one(EquationPane)
        J = next(one for one in present(focus(app)).executions if one.equation.symbol == "J")
        assert "bit" not in shown(app), "what is weighted is no longer bits of information"
        equation.move_focus(present(focus(app)).at_equation(J.index))
        await pilot.pause()
        assert "J = −(1/m) Σ Σ w ∘ [Y log A(4) + (1 − Y) log(1 − A(4))]" in pane(app, EquationPane)
        assert "Each example counts w times" in pane(app, EquationPane)
        assert "─ w  2×1 ─" in pane(app, EquationPane)
        assert "w[i]" in pane(app, SumPane)
        equation.move_focus(present(present(focus(app)).at_value(("w", 0, 0))))
        await pilot.pause()
        assert "the rarer its class is (data.class_weight)" in pane(app, SumPane)


async def test_before_any_equation_it_says_what_to_do(opened: Opened) -> None:
    async with opened() as (app, pilot):
        assert "s runs the first equation" in pane(app, EquationPane)
        assert "A(1) ← X" in pane(app, EquationPane)
        assert "2 Step" in shown(app).splitlines()[0]
        assert "s runs the next equation" in shown(app)
        assert focus(app) is None
        await press(
            pilot,
            "enter",
            "escape",
            "left_square_bracket",
            "m",
            "down",
            "tab",
            "right",
            "tab",
            "down",
            "tab",
            "e",
            "right",
        )
        assert focus(app) is None
        assert "No example yet" in pane(app, ExamplePane)


async def test_the_algorithm_lists_every_equation(opened: Opened) -> None:
    async with opened(size=(160, 48)) as (app, pilot):
        lines = [line[2:-2].split() for line in pane(app, AlgorithmPane).splitlines()[1:-1]]
        listed = [line for line in lines if line]
        assert [line[0] for line in listed if len(line) == 1] == ["forward", "backward", "update"]
        assert ["5", "A(1)", "←", "X", "(15)"] in listed
        assert ["7", "A(2)", "←", "g(A(1)", "Θ(1))"] in listed
        assert ["J", "=", "−(1/m)", "Σ", "Σ", "[Y", "log", "A(4)", "+", "(1", "−", "Y)", "(14)"] in listed
        assert ["9", "Δ(3)", "=", "Δ(4)", "(Θ(3)[1:,:])ᵀ", "∘", "g'(Z(3))", "(17)"] in listed
        assert ["12", "Θ(3)", "←", "Θ(3)", "−", "α'", "mu(3)", "/", "(√nu(3)", "+", "ε')"] in listed
        assert "✓" not in pane(app, AlgorithmPane)
        await press(pilot, "s", "s", "s")
        shown_now = pane(app, AlgorithmPane)
        assert shown_now.count("✓") == 3
        assert "▸ 7 A(3)" in shown_now
        assert "equation 3 of 24" in shown(app)


async def test_zoomed_the_algorithm_is_that_of_the_slide(opened: Opened) -> None:
    async with opened("s", "s", "shift+tab") as (app, pilot):
        assert "▸ 7 A(2)          ✓" in pane(app, AlgorithmPane)
        assert "z zoom" in pane(app, AlgorithmPane).splitlines()[-1]
        await press(pilot, "z")
        assert "z zoom" not in pane(app, AlgorithmPane).splitlines()[-1]
        assert "▸ 7 A(2) ← g(A(1) Θ(1))" in pane(app, AlgorithmPane)
        assert "batch 1 of 2" in pane(app, AlgorithmPane).splitlines()[0]
        assert present(focus(app)).execution.equation.symbol == "A(2)"
        await pilot.click(AlgorithmPane, offset=(12, 2))
        assert present(focus(app)).execution.equation.symbol == "A(1)"
        await press(pilot, "z")
        assert "▸ 5 A(1)     (15) ✓" in pane(app, AlgorithmPane)


async def test_of_equations_on_several_lines_each_line_can_be_clicked(opened: Opened) -> None:
    async with opened("b", size=(160, 48)) as (app, pilot):
        lines = pane(app, AlgorithmPane).splitlines()
        second = next(y for y, line in enumerate(lines) if "log(1 − A(4))]" in line)
        assert "J =" in lines[second - 1]
        await pilot.click(AlgorithmPane, offset=(10, second))
        assert present(focus(app)).name == "J"


async def test_an_equation_is_explained_where_lines_are_free(opened: Opened) -> None:
    async with opened("s", "s", "s", "s", "s") as (app, pilot):
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "How far the outputs are from the wanted ones" in pane(app, EquationPane), size
            assert "batch loss" in shown(app), size


async def test_the_sum_leaves_its_free_lines_to_the_matrices(opened: Opened) -> None:
    text = INLINE.replace("hidden = [3, 2]", "hidden = [9]").replace("batch_size = 2", "batch_size = 4")
    async with opened("b", size=(120, 36), text=text) as (app, pilot):
        equation = pane(app, EquationPane)
        assert "▾" not in equation, "all ten rows of Θ(2), mu(2) and nu(2) are there"
        assert "Each weight takes a step" in equation
        before = app.screen.query_one(SumPane).size
        await press(pilot, "down", "left")
        assert app.screen.query_one(SumPane).size == before, "and it stays while the cell in focus moves"


async def test_a_mini_batch_that_ran_before_the_view_was_opened_has_the_same_room(tmp_path: Path) -> None:
    text = INLINE.replace("hidden = [3, 2]", "hidden = [40, 40]")
    app = make_app(tmp_path, text)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "b", "2")
        first = pane(app, EquationPane), pane(app, SumPane)
        await press(pilot, "down", "up")
        assert (pane(app, EquationPane), pane(app, SumPane)) == first
        assert len(first[1].splitlines()) == 5, "no blank lines, as all others have something to show"
        assert "Each weight takes a step" in first[0]


async def test_a_result_of_one_column_stands_beside_its_operands(opened: Opened) -> None:
    text = INLINE.replace("hidden = [3, 2]", "hidden = [8]")
    async with opened("b", text=text) as (app, pilot):
        equation = pane(app, EquationPane)
        assert "8 " in equation.splitlines()[-1] + equation.splitlines()[-2], "all nine rows"
        names = next(line for line in equation.splitlines() if "= new Θ(2)" in line)
        assert all(name in names for name in ("Θ(2) ", "mu(2) ", "nu(2) ")), "in one line"
        value = present(focus(app)).operand.value
        row = next(y for y, line in enumerate(equation.splitlines()) if f"{value[3, 0]: .3f}" in line)
        await pilot.click(EquationPane, offset=(equation.splitlines()[row].rindex(f"{value[3, 0]: .3f}") + 3, row))
        assert present(focus(app)).name == "Θ(2)[3,1]"
        await press(pilot, "m")
        assert present(focus(app)).name == "Θ(2)[3,1]"
        assert "m figures" not in equation
        assert f"{value[3, 0]: .3f}" in pane(app, EquationPane)


@pytest.mark.parametrize("steps", [1, 2, 3])
async def test_equations_that_ran_in_another_view_are_shown(tmp_path: Path, steps: int) -> None:
    """The first one's sum names an input, of the data that the view has just got."""
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *"s" * steps, "2")
        assert present(focus(app)).execution is app.session.snapshot.stepping.executions[-1]
        assert ("x1 of training example" in pane(app, SumPane)) == (steps == 1)


async def test_s_looks_at_each_equation_and_S_takes_it_back(opened: Opened, told: list[str]) -> None:
    async with opened("s", "s") as (app, pilot):
        assert present(focus(app)).execution.equation.symbol == "A(2)"
        assert "paused" in shown(app).splitlines()[0]
        await press(pilot, "S")
        assert present(focus(app)).execution.equation.symbol == "A(1)"
        await press(pilot, "S")
        assert focus(app) is None
        assert app.session.state is RunState.READY
        await press(pilot, "S")
        assert any("No equation to undo" in note for note in told)


async def test_b_ends_the_mini_batch_and_the_next_is_seen_at_the_same_place(opened: Opened) -> None:
    async with opened("s", "s", "b") as (app, pilot):
        assert present(focus(app)).execution.equation.symbol == "Θ(3)"
        assert "batch loss" in shown(app)
        assert "batch 1 of 2" in shown(app).splitlines()[0]
        algorithm = app.screen.query_one(AlgorithmPane)
        algorithm.focus()
        await press(pilot, "home", *["down"] * 6)
        assert present(focus(app)).execution.equation.symbol == "∇(3)"
        first = focus(app)
        await press(pilot, "b")
        assert present(focus(app)).execution.equation.symbol == "∇(3)"
        assert first is not None
        assert present(focus(app)).execution is not first.execution
        assert "epoch 1" in shown(app).splitlines()[0]


async def test_running_on_says_so_and_pausing_what_to_do(opened: Opened) -> None:
    async with opened("s", "s", "space") as (app, pilot):
        assert "▶ training" in shown(app)
        app.session.task.controller.stepper.clear()
        app.session.publish()
        await pilot.pause()
        assert focus(app) is None
        assert "Training. s stops it" in pane(app, EquationPane)
        train_on(app)
        await pilot.pause()
        assert "■ finished" in shown(app)
        assert "s runs the first equation" in pane(app, EquationPane)


async def test_arrows_move_over_the_result_and_page_keys_further(opened: Opened) -> None:
    async with opened("b", text=WIDE) as (app, pilot):
        step_screen(app).step_focus = present(focus(app)).at_equation(1)
        await press(pilot, "down", "right", "right")
        assert present(focus(app)).name == "A(2)[2,3]"
        assert "A(2)[2,3]" in pane(app, SumPane)
        await press(pilot, "end")
        assert present(focus(app)).name == "A(2)[2,12]"
        assert "12" in pane(app, EquationPane)
        await press(pilot, "home", "pagedown")
        assert present(focus(app)).name == "A(2)[4,0]", "the bias unit can be looked at"
        assert "the bias unit" in pane(app, SumPane)
        await press(pilot, "pageup", "up", "left")
        assert present(focus(app)).name == "A(2)[1,0]"


async def test_from_the_loss_to_an_input_and_back(opened: Opened) -> None:
    async with opened("b") as (app, pilot):
        step_screen(app).step_focus = present(focus(app)).at_equation(4)
        names = [present(focus(app)).name.partition("[")[0]]
        for _ in range(4):
            await press(pilot, "enter")
            names.append(present(focus(app)).name.partition("[")[0])
            assert plain_number(present(focus(app)).value) in pane(app, SumPane)
        assert names == ["J", "A(4)", "A(3)", "A(2)", "A(1)"]
        assert "training example" in pane(app, SumPane)
        assert "esc back" in pane(app, EquationPane)
        for _ in range(4):
            await press(pilot, "escape")
        assert present(focus(app)).name == "J"
        await press(pilot, "escape")
        assert present(focus(app)).name == "J"


async def test_terms_are_walked_over_and_followed(opened: Opened, told: list[str]) -> None:
    async with opened("b") as (app, pilot):
        step_screen(app).step_focus = present(focus(app)).at_equation(2).at_cell(1, 1)
        await press(pilot, "tab", "home")
        assert present(present(focus(app)).chosen_factor).text == "A(2)[2,0]"
        await press(pilot, "right", "down")
        assert present(present(focus(app)).chosen_factor).text == "Θ(2)[1,1]"
        await press(pilot, "enter")
        assert present(focus(app)).given
        assert "As it was at the start of training." in pane(app, SumPane)
        await press(pilot, "escape", "end")
        assert present(focus(app)).term_index == len(present(focus(app)).terms)
        await press(pilot, "left")
        assert present(focus(app)).term_index == len(present(focus(app)).terms) - 1, "back into the terms"
        await press(pilot, "end", "enter")
        assert any("sum of the terms" in note for note in told)


async def test_in_a_formula_without_terms_arrows_go_from_factor_to_factor(opened: Opened) -> None:
    async with opened("b", "tab") as (app, pilot):
        texts = []
        for key in ("home", "right", "right", "down", "end", "left"):
            await press(pilot, key)
            texts.append(present(present(focus(app)).chosen_factor).text)
        assert texts == ["Θ(3)[0,1]", "α'", "mu(3)[0,1]", "nu(3)[0,1]", "ε'", "nu(3)[0,1]"]
        await press(pilot, "enter")
        assert present(focus(app)).execution.equation.symbol == "nu(3)"


async def test_brackets_turn_to_the_same_equation_of_another_layer(opened: Opened) -> None:
    async with opened("b") as (app, pilot):
        await press(pilot, "left_square_bracket")
        assert present(focus(app)).execution.equation.symbol == "Θ(2)"
        await press(pilot, "comma", "left_square_bracket")
        assert present(focus(app)).execution.equation.symbol == "Θ(1)", "there is none before"
        await press(pilot, "right_square_bracket", "full_stop")
        assert present(focus(app)).execution.equation.symbol == "Θ(3)"


async def test_m_shows_operands_as_figures_or_as_colours(opened: Opened) -> None:
    async with opened("b", text=WIDE) as (app, pilot):
        step_screen(app).step_focus = present(focus(app)).at_equation(2)
        await pilot.pause()
        colours = pane(app, EquationPane)
        await press(pilot, "m")
        assert pane(app, EquationPane) != colours
        assert "bias" in pane(app, EquationPane).splitlines()[2] + pane(app, EquationPane).splitlines()[3]
        await press(pilot, "m")
        assert pane(app, EquationPane) == colours


async def test_small_operands_are_figures_at_once(opened: Opened) -> None:
    async with opened("b", text=INLINE.replace("hidden = [3, 2]", "hidden = [2]")) as (app, pilot):
        step_screen(app).step_focus = present(focus(app)).at_equation(2)
        await pilot.pause()
        A = present(focus(app)).execution.reads[0].value
        assert f"{A[1, 2]: .3f}" in pane(app, EquationPane)


@pytest.mark.parametrize(
    "size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow), (160, 48)], ids="{0[0]}x{0[1]}".format
)
async def test_every_kind_of_equation_is_whole_on_the_screen(opened: Opened, size: tuple[int, int]) -> None:
    text = INLINE.replace("[training]", "[training]\nclip_norm = 0.1\ndropout = 0.3\nl1 = 0.1\nl2 = 0.2")
    async with opened("b", text=text, size=size) as (app, pilot):
        kinds = set()
        for place, execution in enumerate(present(focus(app)).executions):
            kinds.add(execution.equation.kind)
            step_screen(app).step_focus = present(focus(app)).at_equation(place).at_cell(1, 1)
            await pilot.pause()
            equation = "".join(pane(app, EquationPane).split())
            assert execution.equation.text.replace(" ", "") in equation.replace("│", ""), execution.equation.symbol
            shape = "×".join(map(str, execution.writes.value.shape))
            assert f"{execution.equation.symbol}  {shape}" in pane(app, EquationPane)
            if execution.equation.number:
                assert f"({execution.equation.number})" in equation
            sums = "".join(pane(app, SumPane).replace("│", "").split())
            assert plain_number(present(focus(app)).value) in sums
            if execution.equation.kind != "input":
                assert present(present(focus(app)).derivation).formula.replace(" ", "") in sums, (
                    execution.equation.symbol
                )
        assert len(kinds) == 11, "all there are"


async def test_one_example_and_back(opened: Opened) -> None:
    async with opened("b", "e") as (app, pilot):
        assert isinstance(app.focused, ExamplePane)
        assert not app.screen.query_one(EquationPane).display
        assert "Example 1 of 2" in pane(app, ExamplePane)
        assert "its loss" in pane(app, ExamplePane)
        await press(pilot, "right")
        assert "Example 2 of 2" in pane(app, ExamplePane)
        await press(pilot, "right")
        assert "Example 2 of 2" in pane(app, ExamplePane)
        await press(pilot, "down")
        assert "training example" not in pane(app, ExamplePane), "scrolled"
        await press(pilot, "pageup", "e")
        assert isinstance(app.focused, EquationPane)
        assert app.screen.query_one(SumPane).display


async def test_matrices_follow_the_example(opened: Opened) -> None:
    async with opened("s", "s", "down", "e") as (app, pilot):
        assert "Example 2 of 2" in pane(app, ExamplePane)
        await press(pilot, "left", "e")
        assert present(focus(app)).name == "A(2)[1,1]"


async def test_copying_text_and_latex(opened: Opened, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    copied: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda self, text: copied.append(text))
    async with opened("b") as (app, pilot):
        execution = present(focus(app)).execution
        await press(pilot, "y", "Y")
        spelling = derive(execution, 0, 0)
        assert copied == [derivation_text(execution, spelling, 0), derivation_latex(execution, spelling, 0)]
        assert any("Copied, " in note for note in told)
        await press(pilot, "e", "y")
        assert copied[2].startswith(derivation_text(execution, spelling, 0).splitlines()[0]), (
            "of one example, too, what is looked at"
        )


async def test_without_a_clipboard_it_goes_to_a_file(
    opened: Opened, told: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(App, "copy_to_clipboard", lambda self, text: pytest.fail("there is none"))
    async with opened("b", "y", "Y", "y") as (app, _pilot):
        folder = tmp_path / "data" / "mlp-tui" / "equations"
        assert sorted(path.name for path in folder.iterdir()) == ["equation-1.tex", "equation-1.txt", "equation-2.txt"]
        execution = present(focus(app)).execution
        assert (folder / "equation-1.txt").read_text() == derivation_text(execution, derive(execution, 0, 0), 0) + "\n"
        assert any("no clipboard" in note for note in told)


async def test_a_folder_that_cannot_be_written_is_told(
    opened: Opened, told: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file")
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    async with opened("b", "y") as (_app, _pilot):
        assert any("cannot be written" in note and "XDG_DATA_HOME" in note for note in told)


async def test_clicks(opened: Opened) -> None:
    async with opened("b") as (app, pilot):
        algorithm = pane(app, AlgorithmPane).splitlines()
        at = next(y for y, line in enumerate(algorithm) if "∇(1)" in line)
        await pilot.click(AlgorithmPane, offset=(6, at))
        await pilot.pause()
        assert present(focus(app)).execution.equation.symbol == "∇(1)"
        equation = pane(app, EquationPane).splitlines()
        head = next(y for y, line in enumerate(equation) if "= ∇(1)" in line)
        value = f"{present(focus(app)).operand.value[2, 1]:.3f}"
        assert value in equation[head + 4]
        await pilot.click(EquationPane, offset=(equation[head + 4].index(value) + 1, head + 4))
        await pilot.pause()
        assert present(focus(app)).cell == (2, 1)
        sums = pane(app, SumPane).splitlines()
        row = next(y for y, line in enumerate(sums) if line.split()[:1] == ["δ"])
        await pilot.click(SumPane, offset=(len(sums[row]) - 1, row))
        await pilot.pause()
        assert present(present(focus(app)).chosen_factor).text == "Δ(2)[2,2]"


async def test_the_wheel(opened: Opened) -> None:
    async with opened("b", text=WIDE) as (app, pilot):
        step_screen(app).step_focus = present(focus(app)).at_equation(1)
        await pilot.pause()

        def wheel(kind: type[Canvas], shift: bool = False) -> None:
            widget = app.screen.query_one(kind)
            widget.post_message(MouseScrollDown(widget, 1, 1, 0, 1, 0, shift, False, False))

        wheel(EquationPane)
        wheel(EquationPane, shift=True)
        await pilot.pause()
        assert present(focus(app)).name == "A(2)[2,2]"
        wheel(AlgorithmPane)
        await pilot.pause()
        assert present(focus(app)).execution.equation.symbol == "A(3)"


async def test_help_tells_of_the_equation(opened: Opened) -> None:
    async with opened("s", "s", "question_mark") as (app, pilot):
        assert isinstance(app.screen, Help)
        assert "A(2) ← g(A(1) Θ(1))" in shown(app)
        assert "The weighted sums of the values" in shown(app)
        await press(pilot, "escape", "tab", "question_mark")
        assert "from the loss to the pixel" in " ".join(shown(app).split())
        await press(pilot, "escape", "tab", "question_mark")
        assert "the same calls" in " ".join(shown(app).split())


async def test_narrow_shows_one_pane_and_zoom_does_too(opened: Opened) -> None:
    async with opened("s", "s", size=(60, 14)) as (app, pilot):
        assert not app.screen.query_one(AlgorithmPane).display
        assert not app.screen.query_one(SumPane).display
        assert "A(2) ← g(A(1) Θ(1))" in shown(app)
        await press(pilot, "tab")
        assert "A(2)[1,1] = tanh(" in shown(app)
        await press(pilot, "shift+tab", "shift+tab")
        assert "▸ 7 A(2)" in shown(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert all(app.screen.query_one(kind).display for kind in (AlgorithmPane, EquationPane, SumPane))
        await press(pilot, "z")
        assert not app.screen.query_one(EquationPane).display
        await press(pilot, "escape")
        assert app.screen.query_one(EquationPane).display


async def test_a_long_formula_gets_the_lines_it_needs(opened: Opened) -> None:
    softmax = WIDE.replace("[network]", '[network]\noutput = "softmax"').replace(
        "targets = [[0.0], [1.0], [1.0], [0.0]]", "targets = [[0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]"
    )
    async with opened("b", text=softmax) as (app, pilot):
        usual = app.screen.query_one(SumPane).size.height
        step_screen(app).step_focus = present(focus(app)).at_equation(3)
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query_one(SumPane).size.height > usual
        assert "max(Z(4)[1,:])) / Σc" in pane(app, SumPane)


async def test_views_change_while_training_and_stay_alive(opened: Opened) -> None:
    async with opened("s", "s", "down") as (app, pilot):
        looked = focus(app)
        for _ in range(3):
            await press(pilot, "1")
            assert isinstance(app.screen, TrainScreen)
            await press(pilot, "2")
            assert focus(app) is looked
        await press(pilot, "1", "b", "2")
        assert present(focus(app)).execution.equation.symbol == "Θ(3)", "what ran in the other view is seen here"
        await press(pilot, "space", "1")
        train_on(app)
        await pilot.pause()
        assert "■ finished  epoch 5" in shown(app)
        await press(pilot, "2")
        assert "■ finished  epoch 5" in shown(app)
        assert focus(app) is None


async def test_a_hyperparameter_changed_in_the_other_view(opened: Opened) -> None:
    async with opened("s") as (app, pilot):
        app.session.change("training.optimizer", "gradient_descent")
        await press(pilot, "b", "s")
        assert "mu(1)" not in pane(app, AlgorithmPane)
        assert "12 Θ(1)" in pane(app, AlgorithmPane)


async def test_start_over_while_one_looks(opened: Opened) -> None:
    async with opened("b", "R", "enter") as (app, pilot):
        assert app.session.state is RunState.READY
        assert focus(app) is None
        await press(pilot, "s")
        assert present(focus(app)).name == "A(1)[1,1]"


async def test_another_network_while_one_looks(opened: Opened) -> None:
    async with opened("b", "e") as (app, pilot):
        app.session.post(Begin(app.session.experiment.replace("network.hidden", [])))
        await press(pilot, "b")
        assert [execution.equation.symbol for execution in present(focus(app)).executions][:4] == [
            "A(1)",
            "A(2)",
            "J",
            "Δ(2)",
        ]
        assert "layer 2  sigmoid" in pane(app, ExamplePane)
        await press(pilot, "e")
        assert "A(2)" in pane(app, AlgorithmPane)


async def test_divergence_is_walked_into_and_back_out(opened: Opened) -> None:
    wild = INLINE.replace("[network]", '[network]\noutput = "identity"\nactivation = "identity"').replace(
        "epochs = 5", 'epochs = 5\nlearning_rate = 1e6\noptimizer = "gradient_descent"'
    )
    async with opened(text=wild.replace("epochs = 5", "epochs = 99")) as (app, pilot):
        while app.session.state is not RunState.DIVERGED:
            await press(pilot, "b")
        assert "✗ diverged" in shown(app)
        assert "12 Θ(3)" in pane(app, AlgorithmPane), "what would have come is still listed"
        assert present(focus(app)).execution.equation.kind == "gradient"
        await press(pilot, "S")
        assert "paused" in shown(app).splitlines()[0]
        assert app.is_running


@pytest.mark.parametrize(
    ("width", "keys"),
    [
        (80, ["space Run", "s Equation", "S Back", "1 Train", "? Help", "^p Menu"]),
        (120, ["s Equation", "S Back", "e Example", "y Copy", "1-6 Views", "? Help", "^p Menu"]),
        (160, ["s Equation", "S Back", "e Example", "y Copy", "B Break", "z Zoom", "^p Menu", "q Quit"]),
    ],
)
async def test_the_footer_has_the_keys_that_matter(opened: Opened, width: int, keys: list[str]) -> None:
    async with opened("s", size=(width, 24)) as (app, _pilot):
        footer = shown(app).splitlines()[-1]
        assert [words for words in keys if f" {words}" in footer] == keys
        if width == 80:
            assert "arrows cell" in pane(app, EquationPane)
            assert "e example" in pane(app, EquationPane)


async def test_the_readmes_tour_in_a_larger_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's tour is followed sentence by sentence at 80 × 24."""
    monkeypatch.setenv("TERM", "xterm-256color")
    copied: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda self, text: copied.append(text))
    app = MlpApp(SteppedSession(Experiment.load("by-hand")))
    app.animation_level = "none"
    async with app.run_test(size=(120, 36), notifications=True) as pilot:

        def at_sum(*words: str) -> None:
            text = " ".join(pane(app, SumPane).replace("│", " ").split())
            assert all(word in text for word in words), f"{words}\n{text}"

        # 1
        await press(pilot, "2", "s")
        assert "(15)" in pane(app, EquationPane)
        assert "A(1) ← X" in pane(app, EquationPane)
        await press(pilot, "s")
        assert "A(2) ← g(A(1) Θ(1))" in pane(app, EquationPane)
        assert len(present(focus(app)).terms) == 3
        at_sum("= sigmoid(Σ -0.3000) = 0.4256")
        # 2
        await press(pilot, "s")
        at_sum("= 0.3797")
        await press(pilot, "s")
        assert "(14)" in pane(app, EquationPane)
        at_sum("= 0.9684")
        for name in ("A(3)[1,1]", "A(2)[1,1]", "A(1)[1,1]"):
            await press(pilot, "enter")
            assert name in pane(app, SumPane).splitlines()[0]
        at_sum("x1 of training example 1")
        for name in ("A(2)[1,1]", "A(3)[1,1]"):
            await press(pilot, "escape")
            assert name in pane(app, SumPane).splitlines()[0]
        await press(pilot, "tab", "home", "enter")
        assert "A(2)[1,0]" in pane(app, SumPane).splitlines()[0], "the bias unit, as it was chosen"
        await press(pilot, "escape", "escape", "shift+tab")
        # 3
        await press(pilot, "s")
        assert "Δ(3) = Y − A(3)" in pane(app, EquationPane)
        at_sum("1.0000 − 0.3797 = 0.6203")
        for number in ("(19)", "(18)", "(17)"):
            await press(pilot, "s")
            assert number in pane(app, EquationPane).splitlines()[0]
        at_sum("· 0.2445 = 0.0910")
        # 4
        await press(pilot, "s", "s")
        assert "Θ(1) ← Θ(1) − α ∇(1)" in pane(app, EquationPane)
        at_sum("0.5 ·")
        await press(pilot, "S", "S")
        assert present(focus(app)).name == "Δ(2)[1,1]"
        await press(pilot, "b")
        await press(pilot, "shift+tab", "up", "up", "up")
        assert present(focus(app)).execution.equation.symbol == "Δ(2)"
        first = present(focus(app)).execution
        await press(pilot, "b")
        assert present(focus(app)).execution is not first
        assert present(focus(app)).execution.equation.symbol == "Δ(2)"
        # 5
        await press(pilot, "e")
        assert "wanted y" in pane(app, ExamplePane)
        assert "its loss" in pane(app, ExamplePane)
        # 6
        await press(pilot, "e", "y", "Y")
        assert "(17)  Δ(2) = Δ(3)" in copied[0]
        assert "\\Delta" in copied[1]
        await press(pilot, "question_mark")
        assert isinstance(app.screen, Help)


HITS = [
    (Breakpoint("misclassified", True), "A(4)", "example"),
    (Breakpoint("theta_over", True, (0.5,)), "Θ", "neuron"),
    (Breakpoint("gradient_over", True, (1e-9,)), "∇", "neuron"),
    (Breakpoint("at", True, (2, 1)), "Θ(3)", "neuron"),
]


@pytest.mark.parametrize(
    ("breakpoint", "symbol", "kind", "view"),
    [(*HITS[0], "2"), *((*hit, "1") for hit in HITS)],
    ids=lambda value: getattr(value, "kind", ""),
)
async def test_a_breakpoint_shows_the_mini_batch_that_hit_and_what_hit_in_it(
    breakpoint: Breakpoint, symbol: str, kind: str, view: str, tmp_path: Path, told: list[str]
) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press(view)
        app.session.post(SetBreakpoints((breakpoint,)))
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        snapshot = app.session.snapshot
        hit, executions = present(snapshot.hit), snapshot.stepping.executions
        assert hit.text in told
        assert ("2 shows it" in shown(app)) == (view == "1")
        assert executions[0].equation.symbol == "A(1)"
        assert executions[-1].equation.symbol == "Θ(3)"
        weights = app.session.task.trainer.weights_sha256
        await pilot.press("2")
        found = present(focus(app))
        assert found.execution.equation.symbol.startswith(symbol)
        assert found.operand.rows.kind == kind
        if hit.value is not None:
            assert found.cell == hit.value[1:]
        await press(pilot, "e")
        assert "No example" not in pane(app, ExamplePane)
        if hit.example is not None:
            assert found.execution.context.rows[found.cell[0]] == hit.example
            assert app.screen.query_one(ExamplePane).row == found.cell[0]
        await pilot.press("S", "S")
        await pilot.pause()
        assert len(app.session.snapshot.stepping.executions) == len(executions) - 2
        assert present(focus(app)).index == len(executions) - 3, "S goes back through it"
        await press(pilot, "b")
        assert app.session.task.trainer.weights_sha256 == weights


async def test_a_value_that_is_not_finite_is_led_up_to(tmp_path: Path) -> None:
    text = INLINE.replace("hidden = [3, 2]", 'hidden = [3]\nactivation = "identity"\noutput = "identity"')
    text = text.replace("epochs = 5", 'epochs = 5000\noptimizer = "gradient_descent"\nlearning_rate = 100.0')
    app = make_app(tmp_path, text)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2")
        app.session.post(SetBreakpoints((Breakpoint("not_finite", True),)))
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        snapshot, found = app.session.snapshot, present(focus(app))
        assert snapshot.state is RunState.PAUSED
        assert 0 < snapshot.stepping.cursor == len(snapshot.stepping.executions)
        assert f"{found.name} = " in present(snapshot.hit).text or found.value > 1e100
        assert f"equation {snapshot.stepping.cursor} of" in shown(app).splitlines()[0]


async def test_header_status_and_panes_count_alike(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(160, 48)) as pilot:
        await pilot.press("2")
        for keys, epoch, batch, equation in (
            ("s", 0, 1, 1), ("s", 0, 1, 2), ("b", 0, 1, None), ("s", 0, 2, 1), ("b", 1, 2, None), ("ns", 2, 1, 1),
            ("nnns", 5, 1, 1), ("b", 5, 1, None),
        ):  # fmt: skip
            await press(pilot, *keys)
            plan = len(app.session.snapshot.stepping.plan)
            header, status = shown(app).splitlines()[0], app.screen.query_one(StepStatus).draw(160, 1)[0].text
            assert f"epoch {epoch}" in header
            assert f"epoch {epoch}" in status
            assert f"batch {batch} of 2" in status
            assert f"equation {equation or plan} of {plan}" in status
            assert str(app.screen.query_one(ExamplePane).facts()).startswith(f"epoch {epoch}, batch {batch} of 2")
            for latex in (False, True):
                copied = app.screen.query_one(EquationPane).text_to_copy(latex).splitlines()[0]
                assert copied.endswith(f"epoch {epoch}, batch {batch}")
            if equation is not None:
                assert f"batch {batch} of 2, equation {equation} of {plan}" in header
            elif batch == 1:
                assert f"batch {batch} of 2" in header
            else:
                assert "batch" not in header, "between two epochs"
