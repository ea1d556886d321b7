"""One example out of the equations: its own numbers, its part of each gradient, and how it is drawn."""

import re
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
from executions import NETWORKS, at, walked
from narrowing import present

from core.experiment.experiment import Experiment
from core.stepping.stepper import Stepper
from core.training.trainer import Trainer
from tui_mlp.models.example import example_of
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.example import example_lines

COLOUR, ASCII = palette(), palette(ascii=True)


@pytest.mark.parametrize("network", NETWORKS)
def test_all_examples_make_the_gradient_and_the_loss(network: str) -> None:
    executions = walked(**NETWORKS[network])
    m = executions[0].context.m
    all_of_them = [example_of(executions, row) for row in range(m)]
    losses = [(1 if one.weight is None else one.weight) * present(one.loss) for one in all_of_them]
    assert np.mean(losses) == pytest.approx(at(executions, "J").value, rel=1e-12)
    layers = {int(execution.equation.symbol[2]) for execution in executions if execution.equation.kind == "gradient"}
    for one in all_of_them:
        assert set(one.shares) == layers
    for l in layers:
        assert sum(one.shares[l] for one in all_of_them) == pytest.approx(1, abs=1e-9)


def test_its_part_is_what_its_own_gradient_gives_along_the_whole() -> None:
    executions = walked()
    gradient = at(executions, "∇(2)").operand.value
    A, delta = (one.value for one in at(executions, "∇(2)").execution.reads)
    for row in range(5):
        own = -np.outer(A[row], delta[row]) / 5
        assert example_of(executions, row).shares[2] == pytest.approx((own * gradient).sum() / (gradient**2).sum())


def test_its_numbers_are_rows_of_the_matrices() -> None:
    executions = walked()
    one = example_of(executions, 3)
    assert (one.row, one.m) == (3, 5)
    assert one.text == f"training example {executions[0].context.rows[3] + 1}"
    assert (one.x == at(executions, "A(1)").operand.value[3, 1:]).all()
    assert (one.y == at(executions, "Δ(4)").execution.reads[0].value[3]).all()
    for layer in one.layers:
        bias = int(layer.l < 4)
        assert layer.a is not None
        assert (layer.a == at(executions, f"A({layer.l})").operand.value[3, bias:]).all(), "without the ones column"
        assert (layer.delta == at(executions, f"Δ({layer.l})").operand.value[3]).all()
    assert [layer.activation for layer in one.layers] == ["tanh", "tanh", "sigmoid"]
    assert example_of(executions, 99).row == 4
    assert example_of(executions, -1).row == 0


def test_it_grows_as_equations_run() -> None:
    executions = walked()
    first = example_of(executions[:1], 0)
    assert first.y is first.loss is None  # type: ignore[comparison-overlap]
    assert not first.shares
    assert all(layer.a is layer.delta is None for layer in first.layers)
    forward = example_of(executions[:5], 0)
    assert forward.loss is not None
    assert all(layer.a is not None and layer.delta is None for layer in forward.layers)
    assert set(example_of(executions[:7], 0).shares) == {3}


def test_a_gradient_of_zero_has_no_parts() -> None:
    executions = deepcopy(walked(output="identity", loss="squared_error", activation="relu", learning_rate=0.0001))
    _A, delta = at(executions, "∇(3)").execution.reads
    delta.value[...] = 0
    assert example_of(executions, 0).shares[3] == 0


def stepped(source: str, *settings: str) -> Stepper:
    stepper = Stepper(Trainer(Experiment.load(source, settings)))
    stepper.finish_batch()
    return stepper


def lines(
    source: str, row: int = 0, width: int = 60, palette: Palette = COLOUR, settings: Sequence[str] = ()
) -> list[str]:
    stepper = stepped(source, *settings)
    strips = example_lines(example_of(stepper.executions, row), stepper.trainer.data, width, palette)
    assert {strip.cell_length for strip in strips} == {width}
    return [strip.text.rstrip() for strip in strips]


def test_a_table_row_is_named_by_its_columns() -> None:
    drawn = lines("iris", width=60)
    assert drawn[0].startswith("training example ")
    assert drawn[1].startswith("wanted y  ")
    assert drawn[2].startswith("output a  ")
    assert drawn[3].startswith("its loss  ")
    assert "  equal shares  10.0 %" in drawn
    assert any(line.startswith("   x ") for line in drawn)
    assert drawn[drawn.index("layer 3  softmax") + 1].split() == ["setosa", "versic", "virgin"]
    assert [line for line in drawn if line.startswith("layer")] == ["layer 2  tanh", "layer 3  softmax"]


def test_standardised_values_say_so_and_stand_beside_those_of_the_data(tmp_path: Path) -> None:
    rows = [(50 + 3 * (i % 21), 1 + i % 5, 150_000 + 5_000 * (i % 21)) for i in range(60)]
    source = tmp_path / "houses.csv"
    source.write_text("area,rooms,price\n" + "\n".join(",".join(map(str, row)) for row in rows))
    stepper = stepped(str(source))
    example, data = example_of(stepper.executions, 2), stepper.trainer.data
    drawn = [strip.text.rstrip() for strip in example_lines(example, data, 72, COLOUR)]
    of_the_data = dict(re.findall(r"^(wanted y|output a)  -?[\d.]+   \((-?[\d,.]+)\)$", "\n".join(drawn), re.M))
    area, rooms = map(float, drawn[next(i for i, line in enumerate(drawn) if line.startswith("data "))].split()[1:])
    price = float(of_the_data["wanted y"].replace(",", ""))
    assert (area, rooms, price) in rows
    assert 0 < float(of_the_data["output a"].replace(",", "")) < 1e6
    assert "y and a are standardised; in parentheses in the units of the data." in drawn
    assert "x is standardised; below it are the values of the data." in drawn


def test_values_that_are_not_standardised_stand_alone() -> None:
    text = "\n".join(lines("by-hand"))
    assert "standardised" not in text
    assert "data" not in text


def test_a_long_vector_goes_on_below() -> None:
    drawn = lines("wine", width=40)
    assert sum(line.startswith("   x ") for line in drawn) == 3, "13 inputs, five a line"


@pytest.mark.parametrize(("source", "size"), [("digits", 8), ("mnist", 14)])
def test_an_image_is_drawn_beside_its_facts(source: str, size: int) -> None:
    drawn = lines(source, width=60)
    assert "▀" in drawn[0]
    assert "training example" in drawn[0]
    assert sum("▀" in line for line in drawn) == size
    narrow = lines(source, width=34)
    assert "training example" not in narrow[0], "below the picture"
    assert any(line.startswith("training example") for line in narrow)
    ascii = lines(source, width=60, palette=ASCII)
    assert all(line.isascii() for line in ascii)
    assert any("#" in line for line in ascii)


def test_what_has_not_run_says_so() -> None:
    stepper = Stepper(Trainer(Experiment.load("by-hand")))
    stepper.step()
    data = stepper.trainer.data
    drawn = [strip.text.rstrip() for strip in example_lines(example_of(stepper.executions, 0), data, 40, COLOUR)]
    assert drawn.count("not computed yet") == 2
    assert not any("its loss" in line for line in drawn)
