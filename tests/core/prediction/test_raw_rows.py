"""The rows of files as raw inputs: the same as when they were read to train, whatever blocks they are read in."""

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls import Array
from core.data.source_settings import SourceSettings
from core.data.sources import read_table_of
from core.experiment.experiment import Experiment
from core.model.model import Model
from core.prediction.raw_rows import RawRows
from core.support.errors import InputError
from core.training.trainer import Trainer

ROWS = 60
HEADER = ["size", "island", "member", "dose", "day", "kind"]
KINDS = {"dose": ["low", "high"]}


def cells_of(row: int) -> list[str]:
    """A row with a number, a category, a boolean, an ordered category, a date and a class; some cells are missing."""
    return [
        "" if row % 13 == 5 else f"{row * 0.25 - 3}",
        "NA" if row % 11 == 4 else ("Dream, north", 'the "big" one', "two\nlines")[row % 3],
        ("yes", "no")[row % 2],
        ("low", "high")[row // 2 % 2],
        f"2024-{row % 12 + 1:02}-{row % 28 + 1:02}",
        ("a", "b")[row % 2],
    ]


def text_of(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, ends: str = "\n") -> str:
    """The rows as CSV."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=ends)
    writer.writerows([header, *rows])
    return written.getvalue()


TABLE = [cells_of(row) for row in range(ROWS)]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Model, Array]:
    """A model of the table, and the raw inputs as they were when it was trained."""
    path = tmp_path_factory.mktemp("table") / "table.csv"
    path.write_text(text_of(TABLE), newline="")
    experiment = Experiment.load(str(path), ('data.kinds={ dose = ["low", "high"] }', "network.hidden=[3]"))
    trainer = Trainer(experiment)
    table = read_table_of(path, SourceSettings(kinds=KINDS, target="kind"))
    return Model.of(trainer.network, trainer.data), trainer.data.preparation.matched(table).inputs


def read(path: Path, model: Model, size: int | None = None) -> Array:
    return np.concatenate([*RawRows(path, model, size=size)])


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(InputError) as found:
        read()
    return str(found.value)


@pytest.mark.parametrize("size", [None, 1, 700])
def test_the_rows_are_those_that_were_trained(trained: tuple[Model, Array], tmp_path: Path, size: int | None) -> None:
    model, inputs = trained
    (tmp_path / "new.csv").write_text(text_of(TABLE), newline="")
    assert np.isnan(inputs).any()
    np.testing.assert_array_equal(read(tmp_path / "new.csv", model, size), inputs)


@given(data=st.data())
def test_any_order_any_ends_any_blocks(
    trained: tuple[Model, Array], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Columns and rows in any order, without the target, cut anywhere: quoted cells hold the ends of lines."""
    model, inputs = trained
    names = data.draw(st.permutations([*HEADER[:-1], "other"]))
    order = data.draw(st.lists(st.integers(0, ROWS - 1), min_size=1, max_size=12))
    ends, mark = data.draw(st.sampled_from(["\n", "\r\n"])), data.draw(st.sampled_from(["", "\ufeff"]))
    rows = [[dict(zip(HEADER, TABLE[row], strict=True)).get(name, '5" pipe') for name in names] for row in order]
    path = tmp_path_factory.getbasetemp() / "blocks.csv"
    path.write_text(mark + text_of(rows, names, ends), newline="")
    found = read(path, model, data.draw(st.integers(1, 400)))
    np.testing.assert_array_equal(found, inputs[order])
