"""A preparation: fitted to the training rows alone, kept as JSON with the same bits, used on any rows."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calls import Array
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.preparing.preparation_notes import notes_on_preparation
from core.data.preparing.preparation_record import from_json, to_json
from core.data.preparing.preprocessing import Scaling
from core.data.preparing.split import SplitRows
from core.data.table import InputColumn, Table
from core.support.errors import InputError

NAN = np.nan
COLUMNS = (
    InputColumn("age"),
    InputColumn("alone", "boolean"),
    InputColumn("dose", "ordered", ("low", "high")),
    InputColumn("port", "category", ("C", "Q", "S")),
    InputColumn("day year", "date", source="day", part="year"),
)


def table_of(inputs: Array, columns: tuple[InputColumn, ...] = COLUMNS) -> Table:
    names = tuple(column.name for column in columns)
    return Table(inputs, names, values=np.zeros((len(inputs), 1)), target_names=("y",), input_columns=columns)


SMALL = table_of(np.array([[2.0, 1, 0, 2, 2020], [4, 0, 1, 0, 2021], [NAN, NAN, 1, NAN, 2022], [90, 1, 1, 1, 1900]]))


def test_by_hand() -> None:
    preparation = fit_preparation(SMALL, np.arange(3), "mean+flag")
    assert preparation.input_names == (
        "age", "age missing", "alone", "alone missing", "dose", "port=C", "port=S", "port missing", "day year",
    )  # fmt: skip
    spread, third = np.sqrt(2 / 3), np.sqrt(2)
    np.testing.assert_allclose(
        preparation.transform(SMALL.inputs),
        [
            [-1 / spread, 0, 1, 0, -third, 0, 1, 0, -1 / spread],
            [1 / spread, 0, 0, 0, 1 / third, 1, 0, 0, 0],
            [0, 1, 0, 1, 1 / third, 0, 0, 1, 1 / spread],
            [87 / spread, 0, 1, 0, 1 / third, 0, 0, 0, -121 / spread],
        ],
        atol=1e-12,
    )


def test_without_standardizing_all_inputs_keep_their_values() -> None:
    preparation = fit_preparation(SMALL, np.arange(3), standardize=False)
    assert preparation.scaling is None
    assert preparation.transform(SMALL.inputs)[:, 0].tolist() == [2, 4, 3, 90]


@pytest.mark.parametrize("columns", [(COLUMNS[1],), (COLUMNS[0], COLUMNS[1]), (COLUMNS[3],), (COLUMNS[0],)])
def test_what_is_transformed_stays_as_it_is(columns: tuple[InputColumn, ...]) -> None:
    inputs = np.array([[1.0, 0], [0, 1], [1, 1]])[:, : len(columns)]
    before = inputs.copy()
    fit_preparation(table_of(inputs, columns), np.arange(3)).transform(inputs)
    assert inputs.tolist() == before.tolist()


def test_features_are_made_of_filled_numbers() -> None:
    table = table_of(np.array([[1.0, 2], [3, NAN], [5, 9]]), (InputColumn("a"), InputColumn("b")))
    preparation = fit_preparation(table, np.array([0, 2]), "mean", False, ["x1", "x1*x2"])
    assert preparation.input_names == ("x1", "x1*x2")
    assert preparation.transform(table.inputs).tolist() == [[1, 2], [3, 16.5], [5, 45]]


def test_features_of_other_than_two_inputs_are_refused() -> None:
    with pytest.raises(InputError, match=r"made of two inputs; these data have 7"):
        fit_preparation(SMALL, np.arange(3), features=["x1"])


def test_a_column_that_is_constant_in_training_stays_at_that_value_and_it_is_said() -> None:
    inputs = np.array([[0.0, 1], [0, 2], [255, 3], [0, 4]])
    table = table_of(inputs, (InputColumn("pixel"), InputColumn("b")))
    rows = SplitRows(np.array([0, 1]), np.array([2]), np.array([3]))
    preparation = fit_preparation(table, rows.train)
    assert preparation.constant == (0,)
    assert preparation.transform(inputs)[:, 0].tolist() == [0, 0, 0, 0]
    (note,) = notes_on_preparation(preparation, table, rows, None)
    assert note.startswith("1 input has one value in all training rows, and others in the rows held out: 'pixel' (0)")
    assert "data.standardize = false" in note
    assert not notes_on_preparation(
        preparation, table, SplitRows(np.array([0, 1]), np.array([3]), np.array([], int)), None
    )


def test_pooled_categories_are_said() -> None:
    levels = tuple(map(str, range(40)))
    table = table_of(np.arange(40.0)[:, None], (InputColumn("town", "category", levels),))
    rows = SplitRows(np.arange(40), np.array([], int), np.array([], int))
    (note,) = notes_on_preparation(fit_preparation(table, rows.train), table, rows, None)
    assert note.startswith("column 'town': 40 categories in the training rows; the 16 rarest are one input together")


cells = st.floats(-1e6, 1e6) | st.just(NAN)
rows_of_table = st.tuples(
    cells, st.sampled_from([0.0, 1, NAN]), st.sampled_from([0.0, 1, NAN]), st.sampled_from([0.0, 1, 2, NAN]),
    st.integers(1900, 2100).map(float) | st.just(NAN),
)  # fmt: skip
MISSING = st.sampled_from(["mean", "median", "zero", "drop", "mean+flag", "median+flag", "zero+flag"])


@settings(deadline=None, max_examples=40)
@given(
    st.lists(rows_of_table, min_size=1, max_size=12),
    st.lists(rows_of_table, max_size=5),
    st.lists(rows_of_table, max_size=5),
    MISSING,
)
def test_what_is_fitted_depends_on_the_training_rows_alone(
    train: list[tuple[float, ...]], held_out: list[tuple[float, ...]], others: list[tuple[float, ...]], missing: str
) -> None:
    rows = np.arange(len(train))
    first, second = (
        to_json(fit_preparation(table_of(np.array([*train, *rest])), rows, missing)) for rest in (held_out, others)
    )
    assert first == second


@settings(deadline=None, max_examples=40)
@given(st.lists(rows_of_table, min_size=1, max_size=12), MISSING, st.booleans())
def test_json_has_the_same_bits_both_ways(rows: list[tuple[float, ...]], missing: str, standardize: bool) -> None:
    inputs = np.array(rows)
    preparation = fit_preparation(table_of(inputs), np.arange(len(rows)), missing, standardize)
    content = to_json(preparation)
    restored = from_json(content)
    assert to_json(restored) == content
    assert restored.input_names == preparation.input_names
    made = preparation.transform(inputs)
    assert restored.transform(inputs).tobytes() == made.tobytes()
    assert np.isfinite(made).all()
    assert made.shape == (len(rows), preparation.width)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_matrix_of_numbers_keeps_its_dtype_and_bits(dtype: str) -> None:
    X = (np.random.default_rng(0).normal(size=(50, 3)) * [1, 1e3, 1e-3]).astype(dtype)
    table = Table(X, ("a", "b", "c"), values=X[:, :1], target_names=("y",))
    preparation = replace(fit_preparation(table, np.arange(30)), target_scaling=Scaling.of(X[:30, :1]))
    restored = from_json(to_json(preparation))
    made = restored.transform(X)
    assert made.dtype == dtype
    assert made.tobytes() == ((X - X[:30].mean(0)) / X[:30].std(0)).tobytes()
    assert restored.target_scaling is not None
    assert (
        restored.target_scaling.standardized(X[:, :1]).tobytes()
        == Scaling.of(X[:30, :1]).standardized(X[:, :1]).tobytes()
    )


def test_another_table_of_the_same_columns_gets_the_levels_numbered_as_in_the_first() -> None:
    preparation = fit_preparation(SMALL, np.arange(3))
    columns = tuple(replace(column, levels=("A", "C", "S")) if column.name == "port" else column for column in COLUMNS)
    other = table_of(np.array([[1.0, 1, 0, 0, 2020], [1, 1, 0, 1, 2020], [1, 1, 0, NAN, 2020]]), columns)
    assert preparation.fits(other, None)
    matched = preparation.matched(other)
    assert matched.inputs[:2, 3].tolist() == [3, 0], "A is none of C, Q and S"
    made = preparation.transform(matched.inputs)
    place = preparation.input_names.index("port=C")
    assert made[:, place : place + 3].tolist() == [[0, 0, 0], [1, 0, 0], [0, 0, 1]]
    assert other.inputs[0, 3] == 0, "the table itself stays"
    assert not preparation.fits(table_of(other.inputs[:, :4], columns[:4]), None)
    assert not preparation.fits(other, ["x1"])


def wrong(**changes: object) -> bytes:
    record = json.loads(to_json(fit_preparation(SMALL, np.arange(3))))
    return json.dumps({**record, **changes}).encode()


def scaled(dtype: str = "float64", width: int = 7, deviation: float = 1.0) -> dict[str, object]:
    zeros = [0] * width
    return {"dtype": dtype, "exponent": zeros, "mean": zeros, "rest": zeros, "deviation": [deviation] * width}


BEYOND = [{"name": "a", "kind": "category", "levels": ["b"], "own": [1]}]
WRONG = {
    "empty": (b"{}", "missing required field"),
    "deep": (b'{"format": 1, "inputs": ' + b"[" * 100_000, "found no preparation of data that can be read"),
    "later": (wrong(format=2), "the format 2, expected 1"),
    "inputs": (wrong(inputs=["a"]), "don't fit each other"),
    "constant": (wrong(constant=[99]), "don't fit each other"),
    "features": (wrong(features=["x9"]), "features that this version doesn't know"),
    "levels": (wrong(columns=BEYOND), "beyond those of its column"),
    "width": (wrong(scaling=scaled(width=1)), "doesn't fit its columns"),
    "dtype": (wrong(scaling=scaled("int8")), "doesn't fit its columns"),
    "deviation": (wrong(scaling=scaled(deviation=0.0)), "numbers that can't be"),
}


@pytest.mark.parametrize(("content", "words"), WRONG.values(), ids=WRONG)
def test_what_is_no_preparation_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        from_json(content)


def test_text_that_json_cannot_hold_is_replaced() -> None:
    preparation = Preparation(
        fit_preparation(table_of(np.zeros((1, 1)), (InputColumn("\udcff"),)), np.arange(1)).codings
    )
    assert json.loads(to_json(preparation))["inputs"] == ["?"]


@given(seed=st.integers(0, 2**31), standardized=st.booleans())
def test_raw_columns_are_restored(seed: int, standardized: bool) -> None:
    random = np.random.default_rng(seed)
    inputs = np.column_stack(
        [
            random.normal(50, 20, 12), random.integers(0, 2, 12), random.integers(0, 2, 12),
            random.integers(0, 3, 12), random.integers(1990, 2030, 12),
        ]
    ).astype(float)  # fmt: skip
    inputs[2, [0, 3]] = NAN
    inputs[:, 4] = 2001 if seed % 2 else inputs[:, 4]  # constant in some cases
    preparation = fit_preparation(table_of(inputs), np.arange(12), "median+flag", standardized)
    np.testing.assert_allclose(preparation.restored(preparation.transform(inputs)), inputs, rtol=1e-12)


def test_what_left_no_trace_is_restored_as_what_stood_in_for_it() -> None:
    preparation = fit_preparation(SMALL, np.arange(3), "mean")
    row = np.array([[NAN, 1.0, 0, 1, 2020]])  # port Q, which no row of training has
    restored = preparation.restored(preparation.transform(row))
    assert restored.tolist() == [[3.0, 1.0, 0.0, 3.0, 2020.0]]
