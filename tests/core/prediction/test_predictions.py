"""Predictions as CSV and as JSON: which columns, and how their cells are written."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.model.model import Model
from core.model.output_meaning import OutputMeaning
from core.network import Network
from core.prediction.predictions import Predictions, csv_cell

HOSTILE = ("100%s", "plain", "with, comma", 'a "quote"', "two\r\nlines", "\x1b[31m", "ñ日")


def model(task: str, names: tuple[str, ...], outputs: int, several: bool = False) -> Model:
    """A model of one input; what it says of a row is up to the test."""
    network = Network([1, outputs], activation="tanh", output="sigmoid", loss="squared_error", seed=0)
    preparation = Preparation((ColumnCoding(name="x", source="x"),))
    return Model(network, preparation, OutputMeaning(task, names, several_labels=several))


CLASSES = model("classification", HOSTILE, len(HOSTILE))
TWO = model("classification", ("no", "yes"), 1)
LABELS = model("classification", ("red", "round"), 2, several=True)
NUMBERS = model("regression", ("price", "days, mean"), 2)


@pytest.mark.parametrize(
    ("of", "outputs", "wanted"),
    [
        (TWO, [[0.25], [0.75]], "prediction\nno\nyes\n"),
        (LABELS, [[0.2, 0.9]], "red,round\n0,1\n"),
        (NUMBERS, [[0.1, 1e-05], [1e16, 3]], 'price,"days, mean"\n0.1,1e-05\n1e+16,3.0\n'),
        (TWO, np.empty((0, 1)), "prediction\n"),
    ],
)
def test_columns_without_probabilities(of: Model, outputs: Array, wanted: str) -> None:
    table = Predictions(of)
    assert table.csv_header() + table.csv(np.array(outputs)) == wanted


@pytest.mark.parametrize(
    ("of", "outputs", "wanted"),
    [
        (TWO, [[0.25]], "prediction,probability_no,probability_yes\nno,0.75,0.25\n"),
        (LABELS, [[0.2, 0.9]], "red,round,probability_red,probability_round\n0,1,0.2,0.9\n"),
        (NUMBERS, [[0.1, 1.5]], 'price,"days, mean"\n0.1,1.5\n'),
    ],
)
def test_columns_with_probabilities(of: Model, outputs: Array, wanted: str) -> None:
    table = Predictions(of, with_probabilities=True)
    assert table.csv_header() + table.csv(np.array(outputs)) == wanted


def test_a_number_of_float32_has_its_own_digits() -> None:
    outputs = np.array([[0.1, 1e-5], [1 / 3, np.nan]], np.float32)
    lines = Predictions(LABELS, True).csv(outputs).splitlines()
    assert lines == ["0,0,0.1,1e-05", "0,0,0.33333334,nan"]
    read = np.array([line.split(",")[2:] for line in lines], np.float32)
    np.testing.assert_array_equal(read, outputs)
    records = [json.loads(line) for line in Predictions(LABELS, True).json(outputs).splitlines()]
    assert records[0] == {"red": 0, "round": 0, "probability_red": 0.1, "probability_round": 1e-05}
    assert records[1]["probability_round"] is None


def test_any_name_is_read_back_as_it_is() -> None:
    table = Predictions(CLASSES, True)
    text = table.csv_header() + table.csv(np.eye(len(HOSTILE)))
    names, *rows = csv.reader(io.StringIO(text, newline=""))
    assert names == ["prediction", *(f"probability_{name}" for name in HOSTILE)]
    assert [row[0] for row in rows] == list(HOSTILE)
    records = [json.loads(line) for line in table.json(np.eye(len(HOSTILE))).split("\n")[:-1]]
    assert [[*record] for record in records] == [names] * len(HOSTILE)
    assert [record["prediction"] for record in records] == list(HOSTILE)


def test_names_may_be_made_safe_before_they_are_cells() -> None:
    table = Predictions(replace(TWO, meaning=OutputMeaning("classification", ("\x1b", ","))), True)
    safe = table.csv_header(ascii) + table.csv(np.array([[0.25]]), ascii)
    assert "\x1b" not in safe
    assert safe.splitlines()[1] == "'\\x1b',0.75,0.25"


@pytest.mark.parametrize(("text", "cell"), [("", '""'), ("a b", "a b"), ("\r", '"\r"'), ('"', '""""')])
def test_cells_are_quoted_where_they_must_be(text: str, cell: str) -> None:
    assert csv_cell(text) == cell
