"""How each prepared number came about: its arithmetic gives what the trainer reads, for every kind and rule."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.preparing import column_coding
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.preparing.prepared_number import NumberScale, PreparedNumber, inputs_of_column, prepared_number
from core.data.table import InputColumn, Table
from core.experiment.experiment import Experiment
from core.experiment.split_builder import SplitBuilder

NAN = np.nan
COLUMNS = (
    InputColumn("age"),
    InputColumn("alone", "boolean", ("no", "yes")),
    InputColumn("dose", "ordered", ("low", "middle", "high")),
    InputColumn("port", "category", ("C", "Q", "R", "S", "T")),
    InputColumn("day month", "date", source="day", part="month"),
)
TRAINED, HELD_OUT = 6, 2
RULES = [way + flag for way in ("mean", "median", "zero") for flag in ("", "+flag")]


def table_of(inputs: np.ndarray, columns: tuple[InputColumn, ...] = COLUMNS) -> Table:
    names = tuple(column.name for column in columns)
    values = np.zeros((len(inputs), 1))
    return Table(inputs, names, values=values, target_names=("y",), input_columns=columns)


def numbers_of(preparation: Preparation, row: np.ndarray) -> dict[str, PreparedNumber]:
    found = [prepared_number(preparation, row, place) for place in range(preparation.width)]
    assert [one.name for one in found] == list(preparation.input_names)
    return {one.name: one for one in found}


def as_shown(number: PreparedNumber) -> float:
    """What a person works out with the numbers that are shown, in the source's units."""
    if number.constant:
        return 0.0
    if number.scale is None:
        return number.coded
    return (number.coded - number.scale.source_mean) / number.scale.source_deviation


def near(number: PreparedNumber) -> float:
    """The error of that: a few last digits of the value and of the mean, in deviations."""
    if number.scale is None:
        return 0.0
    size = abs(number.coded) + abs(number.scale.source_mean)
    return 8 * float(np.finfo(number.dtype).eps) * (size / number.scale.source_deviation + abs(number.value))


def test_by_hand() -> None:
    inputs = np.array([[1.0, 1, 0, 0, 3], [5, 0, 2, 3, 5], [NAN, 1, 2, NAN, 7], [9, NAN, NAN, 4, NAN]])
    preparation = fit_preparation(table_of(inputs), np.arange(3), "mean")
    row = numbers_of(preparation, inputs[2])
    age = row["age"]
    assert (age.column, age.is_missing, age.filled, age.value) == ("age", True, 3, 0)  # (1 + 5) / 2, then (3 - 3) / …
    assert age.scale is not None
    assert age.scale.source_mean == 3
    assert age.scale.source_deviation == pytest.approx((8 / 3) ** 0.5)  # of 1, 5 and 3
    assert numbers_of(preparation, inputs[0])["age"].value == pytest.approx(-2 / (8 / 3) ** 0.5)
    assert (row["alone"].coded, row["alone"].scale) == (1, None)
    assert (row["port missing"].value, row["port=C"].value, row["port=C"].is_missing) == (1, 0, True)
    assert row["day month"].column == "day"
    assert row["day month"].value == pytest.approx((7 - 5) / (8 / 3) ** 0.5)
    unknown = numbers_of(preparation, inputs[3])["port=C"]
    assert (unknown.is_unknown, unknown.value) == (True, 0)  # no training row is T


def test_a_flag_and_a_constant() -> None:
    inputs = np.array([[NAN, 4.0], [2, 4], [4, 4], [7, 9]])
    preparation = fit_preparation(table_of(inputs, (InputColumn("a"), InputColumn("b"))), np.arange(3), "median+flag")
    first, last = numbers_of(preparation, inputs[0]), numbers_of(preparation, inputs[3])
    assert (first["a"].filled, first["a missing"].value, last["a missing"].value) == (3, 1, 0)
    assert (last["b"].constant, last["b"].coded, last["b"].value) == (True, 9, 0)
    assert inputs_of_column(preparation, "a") == (0, 1)
    assert inputs_of_column(preparation, "b") == (2,)


def test_features_are_made_of_two_numbers() -> None:
    inputs = np.array([[0.5, 2.0], [1.5, -1], [0.25, 3]])
    table = table_of(inputs, (InputColumn("u"), InputColumn("v")))
    names = ("x2", "x1^2", "x1*x2", "sin(pi*x1)")
    preparation = fit_preparation(table, np.arange(3), standardize=False, features=names)
    row = numbers_of(preparation, inputs[0])
    assert [row[name].value for name in names] == [2, 0.25, 1, 1]
    assert [part.column for part in row["x1*x2"].parts] == ["u", "v"]
    assert inputs_of_column(preparation, "u") == (1, 2, 3)
    assert inputs_of_column(preparation, "v") == (0, 2)


def test_a_column_that_varies_little_around_a_large_number_keeps_its_digits() -> None:
    inputs = 2.0**40 + np.array([[0.0], [1e-3], [3e-3]])
    preparation = fit_preparation(table_of(inputs, (InputColumn("t"),)), np.arange(3))
    made = preparation.transform(inputs)
    assert [prepared_number(preparation, row, 0).value for row in inputs] == made[:, 0].tolist()
    assert NumberScale(1, 2.0**24, 0.25, 1.0, "float32").source_mean == 2 * (2**24 + 0.25)


cell = st.one_of(st.just(NAN), st.floats(-1e6, 1e6, allow_subnormal=False), st.sampled_from([0.0, 1.0, 1e-3, 22.0]))
kinds = st.tuples(
    cell,
    st.sampled_from([NAN, 0.0, 1.0]),
    st.sampled_from([NAN, 0.0, 1.0, 2.0]),
    st.sampled_from([NAN, 0.0, 1.0, 2.0, 3.0, 4.0]),
    st.sampled_from([NAN, 1.0, 2.0, 12.0]),
)
rows_of_all_kinds = st.lists(kinds, min_size=TRAINED + HELD_OUT, max_size=TRAINED + HELD_OUT)


WAYS = {
    ("number", ""), ("number", "missing"), ("number", "constant"), ("flag", ""), ("flag", "missing"),
    *((way, cell) for way in ("level", "other", "missing level") for cell in ("", "missing", "unknown")),
}  # fmt: skip
"""What the cells below become; each of it under each rule that makes such an input."""


def test_no_kind_and_no_rule_is_left_to_chance() -> None:
    columns = (*COLUMNS, InputColumn("crew"))
    cells = [
        [22.0, 0, 0, 0, 1, 7], [NAN, 1, 2, 0, 2, 7], [35.5, NAN, NAN, 1, NAN, 7], [4.25, 1, 1, 2, 12, 7],
        [8.0, 1, 2, 3, 3, 7], [NAN, 0, 0, NAN, 5, 7], [60.0, 1, 1, 4, 7, 7], [NAN, NAN, NAN, NAN, NAN, 9],
    ]  # fmt: skip
    table, found = table_of(np.array(cells), columns), set[tuple[str, str, str, bool]]()
    for rule in RULES:
        for standardize in (True, False):
            with patch.object(column_coding, "MOST_LEVELS", 3):
                preparation = fit_preparation(table, np.arange(TRAINED), rule, standardize)
            for dtype in ("float64", "float32"):
                check(table, preparation, dtype, digits=0)
            for place, row in enumerate(table.inputs):
                for one in numbers_of(preparation, row).values():
                    assert one.is_unknown == (place == 6 and one.column == "port"), "no training row is T"
                    cell = "missing" if one.is_missing else "unknown" if one.is_unknown else ""
                    found.add((one.way, "constant" if one.constant else cell, rule, one.scale is not None))
    for rule in RULES:
        ways = {way for way in WAYS if rule.endswith("+flag") or way[0] != "flag"}
        assert {(way, cell) for way, cell, of, _scaled in found if of == rule} == ways
        assert {scaled for way, cell, of, scaled in found if (way, cell, of) == ("number", "missing", rule)} == {
            True, False,
        }  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(rows_of_all_kinds, st.sampled_from(RULES), st.booleans(), st.sampled_from(["float64", "float32"]))
def test_what_is_shown_is_what_the_trainer_reads(
    rows: list[tuple[float, ...]], rule: str, standardize: bool, dtype: str
) -> None:
    table = table_of(np.array(rows))
    with patch.object(column_coding, "MOST_LEVELS", 3):  # so that rare categories share an input
        preparation = fit_preparation(table, np.arange(TRAINED), rule, standardize)
    check(table, preparation, dtype, digits=0)


pair = st.tuples(*[st.floats(-3, 3).map(lambda value: round(value, 3))] * 2)


@settings(max_examples=5, deadline=None)
@given(st.lists(pair, min_size=4, max_size=4), st.booleans(), st.sampled_from(["float64", "float32"]))
def test_so_it_is_of_features(rows: list[tuple[float, float]], standardize: bool, dtype: str) -> None:
    table = table_of(np.array([*rows, (1.0, 2.0)]), (InputColumn("u"), InputColumn("v")))
    names = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)", "sin(pi*x1)", "sin(pi*x2)")
    preparation = fit_preparation(table, np.arange(5), standardize=standardize, features=names)
    check(table, preparation, dtype, digits=4)


def check(table: Table, preparation: Preparation, dtype: str, digits: int) -> None:
    """Each number of each row is that of X: but for its last digits where it is a sine, else to the last bit."""
    experiment = Experiment.load("xor").replace("dtype", dtype)
    split = SplitBuilder(experiment, preparation, "identity").build(table)
    assert split is not None
    for row, inputs in zip(table.inputs, split.inputs, strict=True):
        for number, known in zip(numbers_of(preparation, row).values(), inputs, strict=True):
            value = np.asarray(number.value).astype(dtype)
            if digits and number.scale is not None:
                scale = number.scale.source_deviation
                allowed = digits * np.finfo(dtype).eps * (1 + abs(number.value) + abs(number.coded) / scale)
            else:
                allowed = digits * np.finfo(dtype).eps
            assert abs(float(value) - float(known)) <= allowed, number
            rounding = float(np.finfo(dtype).eps) * abs(number.value) + near(number)
            assert abs(as_shown(number) - float(known)) <= allowed + rounding, number
