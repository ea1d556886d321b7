"""A value spelled out: whole formulas, terms in columns, figures that don't touch, and a mark that needs no colour."""

import re
from typing import Any

import pytest
from executions import NETWORKS, OPTIMIZERS, at, walked
from narrowing import present
from textual.strip import Strip

from core.derivation.text import relation_sign
from tui_mlp.models.step_focus import StepFocus, focus_on
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.derivation import lines_wanted, sum_lines, term_at
from tui_mlp.render.tables.terms import term_table, terms_that_fit
from tui_mlp.text.ascii_text import to_ascii
from tui_mlp.text.numbers import plain_number

COLOUR, MONO, ASCII = palette(), palette(colors="none"), palette(ascii=True)


def drawn(focus: StepFocus, width: int = 56, height: int = 12, palette: Palette = COLOUR) -> list[Strip]:
    assert focus.derivation is not None
    return sum_lines(
        focus.derivation, focus.terms, width, height, palette,
        arrow=relation_sign(focus.execution), term=focus.term_index, factor=focus.factor_index,
    )  # fmt: skip


def text(focus: StepFocus, width: int = 56, height: int = 12, **options: Any) -> list[str]:
    return [strip.text.rstrip() for strip in drawn(focus, width, height, **options)]


def wanted(focus: StepFocus, width: int = 56, palette: Palette = COLOUR) -> int:
    assert focus.derivation is not None
    return lines_wanted(focus.derivation, focus.terms, width, palette, relation_sign(focus.execution))


def accented(strips: list[Strip]) -> list[str]:
    """What stands in the inverse accent."""
    return [s.text for strip in strips for s in strip if s.style == COLOUR.bg.on_accent]


def small(value: float) -> str:
    """As a column of six cells has it, for what is neither tiny nor 1 and more."""
    return f"{value:.3f}".replace("0.", ".", 1)


def test_a_sum_in_symbols_term_by_term_and_in_numbers() -> None:
    focus = at(walked(activation="sigmoid"), "A(3)", 3, 1)
    a, theta = focus.execution.reads[0].value[3], focus.execution.reads[1].value[:, 0]
    lines = text(focus, height=6)
    assert lines[0] == "A(3)[4,1] = sigmoid(Σj A(2)[4,j] · Θ(2)[j,1])"
    assert lines[1].split() == ["j", *"01234"]
    assert lines[2].split() == ["a", "1.00", *map(small, a[1:])]
    assert lines[3].split() == ["θ", *map(small, theta)]
    assert lines[4].split() == ["a·θ", *map(small, a * theta)]
    assert lines[5] == f"= sigmoid(Σ {plain_number(a @ theta)}) = {plain_number(focus.value)}"


def test_where_there_is_room_each_row_is_named_in_full_and_parts_stand_apart() -> None:
    lines = text(at(walked(), "Δ(3)", 3, 1), width=100, height=8)
    assert lines[0] == "Δ(3)[4,2] = (Σk Δ(4)[4,k] · Θ(3)[2,k]) · g'(Z(3))[4,2]"
    assert lines[1] == lines[6] == ""
    assert [line.split()[0] for line in lines[2:6]] == ["k", "Δ(4)[4,k]", "Θ(3)[2,k]", "product"]
    assert lines[7].startswith("= Σ ")
    assert text(at(walked(), "J"), width=100)[3].split()[0] == "Y[i,k]", "both of its indices change"


@pytest.mark.parametrize(
    ("width", "palette"),
    [
        pytest.param(width, palette, id=f"{width}-{name}", marks=[] if name == chosen else pytest.mark.slow)
        for width, chosen in ((37, "ascii"), (56, "mono"), (92, None), (124, "colour"))
        for name, palette in (("colour", COLOUR), ("mono", MONO), ("ascii", ASCII))
    ],
)
@pytest.mark.parametrize("network", NETWORKS)
def test_with_the_lines_it_wants_nothing_is_cut_off(network: str, width: int, palette: Palette) -> None:
    executions = walked(**NETWORKS[network], optimizer="adam", batches=2)
    for place in range(1, len(executions)):
        focus = focus_on(executions, place, (2, 1), terms_that_fit(width))
        strips = drawn(focus, width, wanted(focus, width, palette), palette)
        assert {strip.cell_length for strip in strips} == {width}
        shown = re.sub(r"[\s\[\]]", "", "".join(strip.text for strip in strips))
        assert focus.derivation is not None
        formula = f"{focus.derivation.cell} {relation_sign(focus.execution)} {focus.derivation.formula}"
        formula = to_ascii(formula) if palette.ascii else formula
        assert re.sub(r"[\s\[\]]", "", formula) in shown, focus.name
        assert shown.endswith(f"={plain_number(focus.value)}"), focus.name


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_update_is_spelled_in_its_own_formula(optimizer: str) -> None:
    for execution in walked(optimizer=optimizer, batches=2):
        if execution.equation.kind in ("moment", "weights", "correction"):
            lines = text(at((execution,), execution.equation.symbol, 1, 1), 120)
            assert lines[0].endswith(present(at((execution,), execution.equation.symbol, 1, 1).derivation).formula)
            assert lines[2].endswith(f" = {plain_number(at((execution,), execution.equation.symbol, 1, 1).value)}")


def test_without_room_the_symbols_go_first_and_the_result_never() -> None:
    focus = at(walked(), "A(3)", 3, 1)
    assert wanted(focus) == 6
    assert [line.split()[0] for line in text(focus, height=5)] == ["j", "a", "θ", "a·θ", "="]
    assert text(focus, height=1)[0].startswith("= tanh(Σ ")
    assert len(text(focus, height=3)) == 3


def test_numbers_stand_as_people_write_them() -> None:
    adam = walked(optimizer="adam", learning_rate=0.05)
    assert (
        text(at(adam, "α'"))[-10]
        == f"= 0.05 · √(1 − 0.999^1) / (1 − 0.9^1) = {plain_number(at(adam, chr(945) + chr(39)).value)}"
    )
    penalised = text(at(walked(l1=0.1, l2=0.2), "∇(2)", 2, 1), 120, 8)[7]
    assert penalised.startswith("= −(1/5) · ")
    assert " + (0.2/10) · " in penalised
    assert " + (0.1/10) · sign(" in penalised
    small = at(walked(optimizer="adam", clip_norm=1e-4), "nu(1)", 1, 1)
    assert re.search(r"· \(-?\d\.\d\de-\d\d\)² = ", text(small)[2]), "the square of it all"
    clipped = at(walked(clip_norm=0.01), "∇(1)", 1, 1)
    assert f"min(1, 0.01 / {plain_number(clipped.execution.gradient_norm)})" in text(clipped)[2]


def test_negative_numbers_are_in_parentheses_but_for_the_first() -> None:
    executions = walked()
    theta = at(executions, "Θ(2)", 1, 1)
    before, gradient = (one.value[1, 1] for one in theta.execution.reads)
    shown = f"({plain_number(gradient)})" if gradient < 0 else plain_number(gradient)
    assert text(theta, 120)[2] == f"= {plain_number(before)} − 0.1 · {shown} = {plain_number(theta.value)}"
    signs = set()
    for row in range(5):
        for column in range(3):
            line = text(at(executions, "∇(2)", row, column), height=6)[-1]
            signs |= set(re.findall(r"· (\(?)Σ (-?)", line))
    assert signs == {("", ""), ("(", "-")}


@pytest.mark.parametrize(("value", "narrow", "wide"), [
    (0.0, ".000", "0.0000"), (-0.0, ".000", "0.0000"), (0.12345, ".123", "0.1235"), (-0.5, "-.500", "-0.5000"),
    (1.0, "1.00", "1.0000"), (-12.34, "-12.3", "-12.3400"), (123.4, "123", "123.4000"), (-1234.5, "-1234", "-1,234.5"),
    (4.2e-4, "4e-4", "4.20e-04"), (-4.2e-4, "-4e-4", "-4.20e-04"), (-3e-11, ".000", "-3.00e-11"),
    (12345.0, "1e4", "12,345.0"), (-6e15, "-6e15", "-6.00e+15"), (float("inf"), "inf", "inf"),
    (0.9996, "1.00", "0.9996"),
])  # fmt: skip
def test_figures_of_a_column(value: float, narrow: str, wide: str) -> None:
    focus = at(walked(), "A(3)", 3, 1)
    terms = tuple(term._replace(value=value) for term in focus.terms)
    for width, figure in ((56, narrow), (100, wide)):
        assert focus.derivation is not None
        last = term_table(focus.derivation, terms, width, COLOUR, 0, 0)[-1].text
        assert last.split()[1:] == [figure] * len(terms), "a blank before each"


def test_a_long_sum_tells_the_largest_terms_and_the_rest() -> None:
    executions = walked(inputs=30)
    for width, rest in ((56, "rest"), (100, "24 more")):
        focus = at(executions, "A(2)", 3, 1, max_terms=terms_that_fit(width))
        lines = text(focus, width, 8)
        assert len(focus.terms) == terms_that_fit(width) == 8
        head, a, _theta, own = (line for line in lines if line.startswith(" "))
        assert head.endswith(rest) or width == 100
        assert len(a.split()) - 1 == 7, "no factors of the rest"
        assert len(own.split()) - 1 == 8


def test_room_for_terms_is_what_fits() -> None:
    for width in (20, 37, 56, 90, 124, 200):
        focus = at(walked(inputs=40), "A(2)", 0, 1, max_terms=terms_that_fit(width))
        assert all(strip.cell_length == width for strip in drawn(focus, width))
        last = text(focus, width)[-1 if wanted(focus, width) >= 12 else wanted(focus, width) - 1]
        assert "…" not in last


def test_the_focus_is_marked_with_colour_and_without() -> None:
    focus = at(walked(), "A(3)", 3, 1).at_term(2, 0)
    figure = small(focus.terms[2].factors[0].value)
    assert [one.strip() for one in accented(drawn(focus))] == [figure]
    (line,) = [line for line in text(focus, palette=MONO) if "[" in line and "]" in line and "=" not in line]
    assert f"[{figure}]" in line
    plain = text(focus)[3 if wanted(focus) < 12 else 2]
    assert line.replace("[", " ").replace("]", " ").rstrip() == plain
    last = focus.at_term(4, 1)
    assert text(last, palette=MONO)[4].endswith("]"), "the last column has no neighbour"


def test_the_closing_expression_is_marked_in_symbols_and_in_numbers() -> None:
    focus = at(walked(), "Δ(3)", 3, 1)
    slope = focus.at_term(len(focus.terms), 1)
    assert slope.chosen_factor is not None
    assert accented(drawn(slope)) == ["g'(Z(3))[4,2]", plain_number(slope.chosen_factor.value)]
    lines = text(slope, palette=MONO)
    assert lines[0].endswith("· [g'(Z(3))[4,2]]")
    assert f"· [{plain_number(slope.chosen_factor.value)}] = " in "\n".join(lines)


def test_words_where_no_formula_made_a_value() -> None:
    assert text(at(walked(), "A(2)", 2, 0))[:2] == ["A(2)[3,0] = 1.0000   the bias unit", ""]


def test_what_multiplies_is_a_product_and_anything_else_a_term() -> None:
    squared = walked(output="softmax", outputs=3, loss="squared_error")
    assert text(at(squared, "Δ(4)", 2, 1), height=9)[6].split()[0] == "term"
    assert [line.split()[0] for line in text(at(squared, "J"), height=7)[1:6]] == ["i", "y", "a", "other", "loss"]
    assert text(at(walked(), "A(2)", 2, 1), palette=ASCII, height=6)[4].split()[0] == "term", "a.theta has no room"


def test_a_place_on_the_screen_is_a_term() -> None:
    focus = at(walked(), "A(3)", 3, 1)

    def there(x: int, y: int, height: int = 6, width: int = 56) -> tuple[int, int] | None:
        assert focus.derivation is not None
        return term_at(focus.derivation, focus.terms, width, height, COLOUR, "=", x, y)

    for y, line in enumerate(text(focus, height=6)[1:5], 1):
        for place, found in enumerate(re.finditer(r"\S+", line)):
            if place:
                assert there(found.start(), y) == (place - 1, max(0, y - 2))
    assert there(8, 0) is None
    assert there(8, 5) is None
    assert there(2, 2) is None, "a name"
    assert there(50, 2) is None, "there are only five terms"
    assert there(20, 3, height=9, width=100) == (0, 0), "a blank line above the table"
