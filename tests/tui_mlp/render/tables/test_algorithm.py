"""The list of the algorithm: the lecture's lines whole where they fit, else by symbol."""

import pytest
from executions import EACH_ONCE, NETWORKS, walked

from core.stepping.stepper import Execution
from core.support import i18n
from tui_mlp.models.equation_help import equation_sides, planned_equation_text
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.tables.algorithm import (
    EQUATIONS_FROM,
    EQUATIONS_MOST,
    SYMBOLS_WIDTH,
    WORDS_WIDTH,
    Form,
    Progress,
    entries_of,
    entry_lines,
    lines_of_list,
    list_form,
    list_width,
)
from tui_mlp.session.equation_plan import PlannedEquation

PALETTES = {False: palette(), True: palette(ascii=True)}


def plan_of(executions: tuple[Execution, ...]) -> tuple[PlannedEquation, ...]:
    equations = [execution.equation for execution in executions]
    return tuple(PlannedEquation(one.line, one.number, one.symbol, one.text) for one in equations)


def drawn(
    plan: tuple[PlannedEquation, ...], width: int, form: Form, ran: int = 0, here: int = -1, ascii: bool = False
) -> list[str]:
    return [
        strip.text
        for entry in entries_of(plan)
        for strip in entry_lines(entry, width, form, 4, Progress(ran, here), PALETTES[ascii])
    ]


def test_the_lines_of_the_lecture() -> None:
    lines = [line.rstrip() for line in drawn(plan_of(walked()), 40, "equations", ran=3, here=2)]
    assert lines[:4] == [
        "forward",
        "  5 A(1) ← X                      (15) ✓",
        "  7 A(2) ← g(A(1) Θ(1))                ✓",
        "▸ 7 A(3) ← g(A(2) Θ(2))                ✓",
    ]
    assert "  9 Δ(4) = Y − A(4)               (16)" in lines
    assert "      ∘ g'(Z(3))" in lines, "broken before a sign, and the number stands in the first line"
    assert lines[-3:-1] == [" 12 Θ(1) ← Θ(1) − α ∇(1)", " 12 Θ(2) ← Θ(2) − α ∇(2)"]


def test_a_line_is_not_broken_between_parentheses_unless_it_must() -> None:
    plan = (PlannedEquation(None, None, "J", "−(1/m) Σ Σ [Y log A(3) + (1 − Y) log(1 − A(3))]"),)
    assert [line.rstrip() for line in drawn(plan, 26, "equations")[1:]] == [
        "    J = −(1/m) Σ Σ",
        "      [Y log A(3)",
        "      + (1 − Y)",
        "      log(1 − A(3))]",
    ]
    assert [line.strip() for line in drawn(plan, 17, "equations")[-2:]] == ["log(1 −", "A(3))]"]


def test_symbols_and_words() -> None:
    plan = plan_of(walked(optimizer="adam"))
    assert "  9 Δ(4)     (16)  " in drawn(plan, SYMBOLS_WIDTH, "symbols")
    assert "  9 Δ(4)     error     (16)  " in drawn(plan, WORDS_WIDTH, "words")
    lines = [line.rstrip() for line in drawn(plan, WORDS_WIDTH, "lecture")]
    assert "  7 A(2) ← g(A(1) Θ(1))" in lines
    assert "    mu(1)    moment" in lines, "the optimiser's own equations aren't the lecture's"


def test_words_stand_behind_symbols_that_ascii_makes_longer_than_their_column() -> None:
    plan = (PlannedEquation(None, None, "α'(1)", "α √(1 − β2^t(1)) / (1 − β1^t(1))"),)  # of Adam, with new weights
    assert "    alpha'(1) rate           " in drawn(plan, WORDS_WIDTH, "words", ascii=True)


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize(("network", "optimizer"), EACH_ONCE)
def test_nothing_of_an_equation_is_lost(network: str, optimizer: str, ascii: bool) -> None:
    plan = plan_of(walked(**NETWORKS[network], optimizer=optimizer))
    for width in (EQUATIONS_FROM, 35, EQUATIONS_MOST):
        lines = drawn(plan, width, "equations", len(plan), 1, ascii)
        assert len(lines) == lines_of_list(plan, width, "equations", ascii)
        assert {len(line) for line in lines} == {width}
        assert not ascii or all(line.isascii() for line in lines)
        for planned in plan:
            for word in planned_equation_text(planned).split():
                assert any(displayed(word, ascii) in line for line in lines), f"{word} of {planned.symbol}"


def test_the_signs_are_those_of_the_equations_that_have_run() -> None:
    for optimizer in ("gradient_descent", "momentum", "adam", "rmsprop"):
        executions = walked(optimizer=optimizer, clip_norm=0.01)
        for planned, execution in zip(plan_of(executions), executions, strict=True):
            assert planned_equation_text(planned) == " ".join(equation_sides(execution))


def test_as_much_as_fits_and_no_more_columns_than_that_takes() -> None:
    plan = plan_of(walked(optimizer="adam"))
    assert list_width(plan, 200, 200, False) == EQUATIONS_MOST
    assert list_width(plan, 18, 200, False) == SYMBOLS_WIDTH, "too narrow for anything else"
    whole = lines_of_list(plan, 30, "equations", False)
    assert list_form(plan, 30, whole, False) == "equations"
    assert list_form(plan, 30, whole - 1, False) == "lecture"
    assert list_form(plan, WORDS_WIDTH, len(plan) + 3, False) == "words"
    assert list_width(plan, 100, len(plan) + 3, False) == WORDS_WIDTH
    assert list_form(plan, WORDS_WIDTH - 1, len(plan) + 3, False) == "symbols"
    short = (PlannedEquation(5, "15", "A(1)", "X"),)
    assert list_width(short, 100, 10, False) == EQUATIONS_FROM


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_word_pushes_out_that_an_equation_has_run(language: str) -> None:
    i18n.use_language(language)
    plan = plan_of(walked(optimizer="adam"))
    lines = drawn(plan, WORDS_WIDTH, "words", ran=len(plan))
    assert len([line for line in lines if line.endswith("✓")]) == len(plan)
