"""The rows of files as raw inputs: the same as when they were read to train, whatever blocks they are read in."""

import csv
import gzip
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calls import Array
from core.data.source_settings import SourceSettings
from core.data.sources import read_table_of
from core.experiment.experiment import Experiment
from core.model.model import Model
from core.prediction.blocks.raw_rows import RawRows
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
    assert trainer.data.preparation is not None
    return Model.of(trainer.network, trainer.data), trainer.data.preparation.matched(table).inputs


def read(path: Path, model: Model, size: int | None = None) -> Array:
    return np.concatenate([*RawRows(path, model, size=size)])


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(InputError) as found:
        read()
    return str(found.value)


@pytest.mark.parametrize("size", [None, 1])
def test_the_rows_are_those_that_were_trained(trained: tuple[Model, Array], tmp_path: Path, size: int | None) -> None:
    model, inputs = trained
    (tmp_path / "new.csv").write_text(text_of(TABLE), newline="")
    assert np.isnan(inputs).any()
    np.testing.assert_array_equal(read(tmp_path / "new.csv", model, size), inputs)


@settings(max_examples=5)
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
    found = read(path, model, data.draw(st.integers(60, 600)))
    np.testing.assert_array_equal(found, inputs[order])


def test_missing_and_unknown_cells_are_counted(trained: tuple[Model, Array], tmp_path: Path) -> None:
    """What has no number of its own is filled; a category never seen has its own number, whose inputs are all 0."""
    model, _inputs = trained
    rows = [["", "Atlantis", "maybe", "medium", "", "a"], ["unknown", "", "no", "low", "2024-05-06", "a"]]
    (tmp_path / "new.csv").write_text(text_of(rows))
    raw = RawRows(tmp_path / "new.csv", model, size=1)
    found = np.concatenate([*raw])
    assert np.isnan(found[:, 0]).all()
    assert found[0, 1] == len(model.preparation.codings[1].levels)
    assert np.isnan(found[1, 1])
    assert np.isnan(found[0, 2:4]).all()
    assert raw.rows == 2
    assert dict(+raw.missing) == {"size": 2, "island": 1, "day": 1}
    assert dict(+raw.unknown) == {"island": 1, "member": 1, "dose": 1}
    assert [line.split(" ", 4)[:4] for line in raw.summary()] == [
        ["1", "cell", "of", "'dose'"], ["1", "cell", "of", "'island'"], ["1", "cell", "of", "'member'"],
        ["1", "cell", "of", "'day'"], ["1", "cell", "of", "'island'"], ["2", "cells", "of", "'size'"],
    ]  # fmt: skip
    assert np.isfinite(model.outputs(found)).all()


@pytest.mark.parametrize("size", [None, 1])
def test_cells_that_fit_nowhere_are_refused_with_their_line(
    trained: tuple[Model, Array], tmp_path: Path, size: int | None
) -> None:
    model, _inputs = trained
    path = tmp_path / "new.csv"
    for column, cell, expected in (
        (0, "many", "column 'size': found 'many', expected a number"),
        (0, "1e999", "column 'size': found '1e999', expected a finite number that float64 can hold"),
        (4, "2024-13-01", "column 'day': found '2024-13-01', expected a date as Y-m-d"),
    ):
        rows = [[*row] for row in TABLE[:8]]
        rows[6][column] = cell
        path.write_text(text_of(rows), newline="")
        line = 8 + sum(row[1].count("\n") for row in rows[: 6 + (column > 1)])
        assert refusal(lambda: read(path, model, size)) == f"{path}: line {line}, {expected}"
    path.write_text(text_of(TABLE[:4]) + "1,2\n", newline="")
    assert f"line {6 + 1}: found 2 cells, expected 6" in refusal(lambda: read(path, model, size))


def test_a_missing_column_is_refused_by_name(trained: tuple[Model, Array], tmp_path: Path) -> None:
    model, _inputs = trained
    path = tmp_path / "new.csv"
    path.write_text("size,island,member,day\n")
    assert refusal(lambda: read(path, model)) == (
        f"{path}: there is no column 'dose', from which the network learnt; found size, island, member, day"
    )


def test_a_header_alone_has_no_rows_and_an_empty_file_is_refused(trained: tuple[Model, Array], tmp_path: Path) -> None:
    model, _inputs = trained
    path = tmp_path / "new.csv"
    path.write_text(",".join(HEADER) + "\n")
    assert [block.shape for block in RawRows(path, model)] == [(0, len(model.preparation.codings))]
    path.write_text("")
    assert "is empty, expected a header and rows" in refusal(lambda: read(path, model))


@pytest.mark.parametrize(
    ("encoding", "packed"), [("utf-8", False), ("cp1252", False), ("cp1252", True), ("utf-16", True)]
)
def test_encodings_and_packing(trained: tuple[Model, Array], tmp_path: Path, encoding: str, packed: bool) -> None:
    """A letter that isn't ASCII stands in the last block alone."""
    model, inputs = trained
    content = text_of([*TABLE, ["1", "Köln", "yes", "low", "2024-01-02", "a"]]).encode(encoding)
    (tmp_path / "new").write_bytes(gzip.compress(content) if packed else content)
    raw = RawRows(tmp_path / "new", model, size=300)
    found = np.concatenate([*raw])
    np.testing.assert_array_equal(found[:-1], inputs)
    assert raw.unknown["island"] == 1
    assert [note for note in raw.notes if "cp1252" in note] == raw.notes[: encoding == "cp1252"]


@pytest.mark.parametrize("size", [None, 7])
def test_parquet(trained: tuple[Model, Array], tmp_path: Path, size: int | None) -> None:
    model, inputs = trained
    (tmp_path / "new.csv").write_text(text_of(TABLE), newline="")
    path = tmp_path / "new.parquet"
    columns = "[1] AS list, * REPLACE (nullif(island, 'NA') AS island)"
    table = f"read_csv('{tmp_path / 'new.csv'}', types = {{'member': 'VARCHAR'}})"
    duckdb.sql(f"COPY (SELECT {columns} FROM {table}) TO '{path}'")
    np.testing.assert_array_equal(read(path, model, size), inputs)
    duckdb.sql(
        f"COPY (SELECT 'x' AS size, '' AS island, 'no' AS member, 'low' AS dose, '2024-01-02' AS day) TO '{path}'"
    )
    assert refusal(lambda: read(path, model)) == f"{path}: row 1, column 'size': found 'x', expected a number"


@pytest.fixture(scope="module")
def iris() -> tuple[Model, Array, tuple[str, ...]]:
    """A model of the built-in irises, whose inputs go by their places, with some raw inputs and their names."""
    trainer = Trainer(Experiment.load("iris"))
    model = Model.of(trainer.network, trainer.data)
    rows = np.random.default_rng(0).normal(5, 1, (50, 4)).round(2)
    return model, rows, tuple(coding.name for coding in model.preparation.codings)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["float64", "float32", "int16"])
def test_arrays_need_no_targets(
    iris: tuple[Model, Array, tuple[str, ...]], tmp_path: Path, order: str, dtype: str
) -> None:  # fmt: skip
    model, rows, names = iris
    path, X = tmp_path / "new.npz", np.array(rows, dtype, order=order)  # type: ignore[call-overload]
    np.savez_compressed(path, X=X)
    np.testing.assert_array_equal(read(path, model, 7), X.astype(float))
    np.savez(path, X=X[:, ::-1], columns=names[::-1])
    np.testing.assert_array_equal(read(path, model), X.astype(float))


def test_arrays_that_do_not_fit_are_refused(
    iris: tuple[Model, Array, tuple[str, ...]], trained: tuple[Model, Array], tmp_path: Path
) -> None:
    model, rows, _names = iris
    path = tmp_path / "new.npz"
    np.savez(path, X=rows[:, :3])
    assert refusal(lambda: read(path, model)) == f"{path}: found 3 inputs, expected 4 as for training"
    np.savez(path, y=rows)
    assert refusal(lambda: read(path, model)) == f"{path}: found the arrays y, expected X, or images"
    np.savez(path, X=np.where(rows == rows[9, 2], np.inf, rows))
    assert "row 10, column 3: found inf, expected a number" in refusal(lambda: read(path, model))
    np.savez(path, X=np.where(rows == rows[9, 2], np.nan, rows))
    assert "row 10, column" in refusal(lambda: read(path, model, 4))
    np.savez(path, X=rows)
    assert "found an array of numbers, expected a table" in refusal(lambda: read(path, trained[0]))
    path.write_bytes(path.read_bytes()[:-40])
    assert "can't be read as NumPy's .npz" in refusal(lambda: read(path, model))


def test_columns_named_like_the_inputs_of_built_in_data(
    iris: tuple[Model, Array, tuple[str, ...]], tmp_path: Path
) -> None:
    model, rows, names = iris
    (tmp_path / "new.csv").write_text(text_of(rows[:, ::-1].astype(str).tolist(), names[::-1]))
    np.testing.assert_array_equal(read(tmp_path / "new.csv", model), rows)
    text = text_of([["a\nb", *map(str, row)] for row in rows[:9, ::-1]], ["note", *names[::-1]])
    (tmp_path / "new.csv").write_text(text[: text.rindex(",")] + ",\n")
    expected = f"line 19, column '{names[0]}': found a missing cell, expected a number, as in all training rows"
    assert refusal(lambda: read(tmp_path / "new.csv", model)) == f"{tmp_path / 'new.csv'}: {expected}"
    assert refusal(lambda: read(tmp_path / "new.csv", model, 1)) == f"{tmp_path / 'new.csv'}: {expected}"


def test_pictures_come_as_a_folder_or_idx(tmp_path: Path) -> None:
    """Without a folder for each class, in natural order; as bytes they are divided by 255."""
    from PIL import Image

    images = np.random.default_rng(0).integers(0, 256, (12, 4, 4), np.uint8)
    np.savez(tmp_path / "train.npz", images=images, labels=np.arange(12) % 2)
    trainer = Trainer(Experiment.load(str(tmp_path / "train.npz")))
    model = Model.of(trainer.network, trainer.data)
    (tmp_path / "new").mkdir()
    for number, image in enumerate(images):
        Image.fromarray(image).save(tmp_path / "new" / f"{number}.png")
    expected = images.reshape(12, -1) / 255
    np.testing.assert_array_equal(read(tmp_path / "new", model, 5), expected)
    header = bytes((0, 0, 8, 3)) + b"".join(size.to_bytes(4, "big") for size in images.shape)
    (tmp_path / "images.idx3-ubyte").write_bytes(header + images.tobytes())
    np.testing.assert_array_equal(read(tmp_path / "images.idx3-ubyte", model, 5), expected)
    np.savez(tmp_path / "new.npz", images=images)
    np.testing.assert_array_equal(read(tmp_path / "new.npz", model, 5), expected)


def test_a_decimal_comma_holds_for_all_blocks(tmp_path: Path) -> None:
    """A number that would be another one with the other mark is never read by its own block alone."""
    lines = [f"{row // 2},{row % 2 * 5};{row % 3};{'ab'[row % 2]}" for row in range(30)]
    (tmp_path / "table.csv").write_text("\n".join(["x;z;kind", *lines]))
    trainer = Trainer(Experiment.load(str(tmp_path / "table.csv")))
    model = Model.of(trainer.network, trainer.data)
    (tmp_path / "new.csv").write_text("x;z\n1,5;0\n1.234;1\n")
    np.testing.assert_array_equal(read(tmp_path / "new.csv", model, 1), [[1.5, 0], [1234, 1]])
    (tmp_path / "new.csv").write_text("x;z\n1.5;0\n1,5;1\n")
    assert "line 3, column 'x': found '1,5', expected a number" in refusal(lambda: read(tmp_path / "new.csv", model, 1))


def test_rows_of_a_stream_come_as_they_arrive(trained: tuple[Model, Array]) -> None:
    """A pipe that pauses gives the rows before the pause, each whole."""
    model, inputs = trained
    reading, writing = os.pipe()
    with open(reading, "rb") as stream, open(writing, "wb", buffering=0) as pipe:
        text = text_of(TABLE).encode()
        cut = text.index(b"two") + 1
        blocks = iter(RawRows(Path("stdin"), model, stream=stream))
        pipe.write(text[:cut])
        first = next(blocks)
        np.testing.assert_array_equal(first, inputs[:2])
        pipe.write(text[cut:])
        pipe.close()
        np.testing.assert_array_equal(np.concatenate([*blocks]), inputs[2:])


def test_a_stream_that_never_pauses_gives_its_rows_too(
    trained: tuple[Model, Array], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.prediction.blocks.text_rows.LONGEST_WAIT", -1.0)
    monkeypatch.setattr("core.prediction.blocks.text_rows.PATIENCE", 1000.0)
    model, inputs = trained
    reading, writing = os.pipe()
    with open(reading, "rb") as stream, open(writing, "wb", buffering=0) as pipe:
        raw = RawRows(Path("stdin"), model, stream=stream)
        pipe.write(text_of(TABLE[:3]).encode())
        np.testing.assert_array_equal(next(iter(raw)), inputs[:3])
        assert raw.pauses


@pytest.mark.parametrize("kind", ["parquet", "npz"])
def test_a_stream_may_hold_any_kind_of_file(
    iris: tuple[Model, Array, tuple[str, ...]], tmp_path: Path, kind: str
) -> None:  # fmt: skip
    model, rows, names = iris
    np.savez(tmp_path / "new.npz", X=rows)
    (tmp_path / "new.csv").write_text(text_of(rows.astype(str).tolist(), names))
    duckdb.sql(f"COPY (SELECT * FROM '{tmp_path / 'new.csv'}') TO '{tmp_path / 'new.parquet'}'")
    with (tmp_path / f"new.{kind}").open("rb") as stream:
        np.testing.assert_array_equal(np.concatenate([*RawRows(Path("stdin"), model, stream=stream)]), rows)
    whole = (tmp_path / f"new.{kind}").read_bytes()
    (tmp_path / "damaged").write_bytes(whole[:-20])
    with (tmp_path / "damaged").open("rb") as damaged:
        told = refusal(lambda: [*RawRows(Path("stdin"), model, stream=damaged)])
    assert told.startswith("stdin"), "nobody knows the copy's name"
    assert "/" not in told
