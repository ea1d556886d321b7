"""Files to tables: CSV with a header, NPZ. What is wrong with a file is said once, with its place."""

import csv
import gzip
from collections.abc import Sequence
from difflib import get_close_matches
from math import isfinite, isnan
from pathlib import Path
from typing import NoReturn
from zipfile import BadZipFile

import numpy as np

from ..calls import Array
from ..errors import InputError
from ..escaping import shortened
from ..texts import _
from .table import Table

MOST_CLASSES = 20
"""Whole numbers of more different values than this are taken for measurements, unless the task says classes."""

MOST_NAMED_CLASSES = 1000


def read_csv(path: Path, target: str | Sequence[str] | None, task: str | None) -> Table:
    """Numbers with a header; the target column by name, several of them, or the last. Raises InputError."""
    names, rows = _cells(path)
    targets = [target] if isinstance(target, str) else list(target or names[-1:])
    for name in targets:
        if name not in names:
            close = get_close_matches(name, names, 1)
            hint = _("did you mean {!r}?").format(close[0]) if close else _("found {}").format(_listed(names))
            _wrong(path, _("there is no column {!r} for data.target; {}").format(name, hint))
    input_names = tuple(name for name in names if name not in targets)
    if not input_names:
        _wrong(path, _("found only target columns, expected at least one more column of inputs"))
    inputs = _numbers(path, names, rows, input_names)
    columns = [[row[names.index(name)] for row in rows] for name in targets]
    if len(targets) == 1 and (task != "regression") and (task or _looks_like_classes(columns[0])):
        labels, class_names = _classes(path, columns[0])
        return Table(inputs, input_names, labels, class_names)
    values = _numbers(path, names, rows, targets)
    if len(targets) > 1 and task != "regression" and _one_hot(values):
        return Table(inputs, input_names, values.argmax(1), tuple(targets))
    if task == "classification":
        _wrong(path, _("expected one target column of classes, or columns of 0 and 1 with a single 1 in each row"))
    return Table(inputs, input_names, values=values, target_names=tuple(targets))


def read_npz(path: Path, task: str | None) -> Table:
    """Arrays `X` and `y`, or `images` and `labels`. Raises InputError."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            found = sorted(archive.files)
            pair = next((pair for pair in (("X", "y"), ("images", "labels")) if set(pair) <= set(found)), None)
            if pair is None:
                _wrong(path, _("found the arrays {}, expected X and y, or images and labels").format(_listed(found)))
            X, y = (np.asanyarray(archive[name]) for name in pair)
    except (BadZipFile, OSError, EOFError, ValueError) as problem:
        _wrong(path, _("can't be read as NumPy's .npz of plain numbers ({})").format(problem))
    for name, array in zip(pair, (X, y), strict=True):
        if array.dtype.kind not in "biuf" and not (name == pair[1] and array.dtype.kind == "U"):
            _wrong(path, _("{} holds {}, expected numbers").format(name, array.dtype))
    if X.ndim < 2 or not X.size:
        _wrong(path, _("{} has shape {}, expected a row an example").format(pair[0], X.shape))
    if len(X) != len(y):
        _wrong(path, _("found {} rows in {} and {} in {}").format(len(X), pair[0], len(y), pair[1]))
    shape = _picture(X) if pair[0] == "images" else None
    inputs = X.reshape(len(X), -1) / (255.0 if X.dtype == np.uint8 and pair[0] == "images" else 1.0)
    _finite(path, pair[0], inputs)
    names = tuple(f"{'p' if shape else 'x'}{number}" for number in range(1, inputs.shape[1] + 1))
    return _with_targets(path, Table(inputs, names, shape=shape), pair[1], y, task)


def _with_targets(path: Path, table: Table, name: str, y: Array, task: str | None) -> Table:
    flat = y.reshape(len(y), -1)
    if y.dtype.kind in "iufb":
        _finite(path, name, flat)
    if flat.shape[1] == 1 and task != "regression":
        column = [f"{value:g}" if y.dtype.kind == "f" else str(value) for value in flat[:, 0].tolist()]
        if task or _looks_like_classes(column):
            labels, class_names = _classes(path, column)
            return Table(table.inputs, table.input_names, labels, class_names, shape=table.shape)
    if y.dtype.kind == "U":
        _wrong(path, _("{} holds text, expected numbers for regression").format(name))
    names = tuple(f"{name}{number}" for number in range(1, flat.shape[1] + 1)) if flat.shape[1] > 1 else (name,)
    if flat.shape[1] > 1 and task != "regression" and _one_hot(flat):
        return Table(table.inputs, table.input_names, flat.argmax(1), names, shape=table.shape)
    if task == "classification":
        _wrong(path, _("{} has shape {}, expected one class an example").format(name, y.shape))
    values = flat.astype(float)
    return Table(table.inputs, table.input_names, values=values, target_names=names, shape=table.shape)


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header, and every row as text: a cell a column, and last the line's number."""
    try:
        open_text = gzip.open if path.suffix == ".gz" else open
        with open_text(path, "rt", encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ",", strict=True))
    except UnicodeDecodeError:
        _wrong(path, _("isn't text in UTF-8"))
    except (csv.Error, OSError, EOFError) as problem:
        _wrong(path, _("can't be read ({})").format(problem))
    numbered = [(number, cells) for number, cells in enumerate(lines, 1) if any(cell.strip() for cell in cells)]
    if not numbered:
        _wrong(path, _("is empty, expected a header and rows of numbers"))
    names = [cell.strip() for cell in numbered[0][1]]
    if all(_number(name) is not None for name in names):
        _wrong(path, _("line {}: found only numbers, expected a header with the columns' names").format(numbered[0][0]))
    if len(names) < 2:
        _wrong(path, _("found one column, expected inputs and a target; .csv is read with commas, .tsv with tabs"))
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        _wrong(path, _("line {}: two columns are called {!r}").format(numbered[0][0], double))
    for number, cells in numbered[1:]:
        if len(cells) != len(names):
            message = _("line {}: found {} cells, expected {} as in the header")
            _wrong(path, message.format(number, len(cells), len(names)))
    if len(numbered) == 1:
        _wrong(path, _("holds a header and no rows"))
    return names, [[*map(str.strip, cells), str(number)] for number, cells in numbered[1:]]


def _numbers(path: Path, names: list[str], rows: list[list[str]], wanted: Sequence[str]) -> Array:
    """The columns `wanted` as numbers."""
    places = [names.index(name) for name in wanted]
    values = np.empty((len(rows), len(places)))
    try:  # row by row, and by itself only what is wrong: a cell at a time would take twice as long
        for i, row in enumerate(rows):
            values[i] = [float(row[place]) for place in places]
    except ValueError:
        _wrong_cell(path, names, rows, places)
    if not np.isfinite(values).all():
        _wrong_cell(path, names, rows, places)
    return values


def _wrong_cell(path: Path, names: list[str], rows: list[list[str]], places: Sequence[int]) -> NoReturn:
    """The first that is no number."""
    row, place = next(
        (row, place)
        for row in rows
        for place in places
        if (number := _number(row[place])) is None or not isfinite(number)
    )
    found = repr(shortened(row[place])) if row[place] else _("an empty cell")
    _wrong(path, _("line {}, column {!r}: found {}, expected a number").format(row[-1], names[place], found))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _looks_like_classes(column: Sequence[str]) -> bool:
    """Text, or few different whole numbers."""
    values = [_number(text) for text in column]
    if any(value is None for value in values):
        return True
    return len(set(values)) <= MOST_CLASSES and all(value is not None and value.is_integer() for value in values)


def _classes(path: Path, column: Sequence[str]) -> tuple[Array, tuple[str, ...]]:
    """Class numbers in the order of the names: numbers by size, then text by the alphabet."""
    names = sorted(set(column), key=_by_size)
    if "" in names:
        _wrong(path, _("the target has an empty cell in row {}").format(column.index("") + 1))
    if len(names) < 2:
        _wrong(path, _("all targets are of one class, {!r}; expected two or more").format(names[0]))
    if len(names) > MOST_NAMED_CLASSES:
        message = _('the target has {} different values; for measurements set data.task = "regression"')
        _wrong(path, message.format(len(names)))
    numbers = {name: number for number, name in enumerate(names)}
    return np.array([numbers[text] for text in column]), tuple(names)


def _by_size(name: str) -> tuple[bool, float, str]:
    number = _number(name)
    if number is None or isnan(number):  # nan is neither above nor below another
        return True, 0.0, name
    return False, number, name


def _one_hot(values: Array) -> bool:
    return bool(np.isin(values, (0, 1)).all() and (values.sum(1) == 1).all())


def _picture(images: Array) -> tuple[int, int] | None:
    """Height and width: as given, or of a square."""
    if images.ndim == 3:
        return images.shape[1], images.shape[2]
    side = round(float(np.sqrt(images.shape[1])))
    return (side, side) if images.ndim == 2 and side * side == images.shape[1] else None


def _finite(path: Path, name: str, values: Array) -> None:
    finite = np.isfinite(values)
    if not finite.all():
        row, column = (int(place) + 1 for place in np.argwhere(~finite)[0])
        message = _("{}, row {}, column {}: found {}, expected a number")
        _wrong(path, message.format(name, row, column, values[row - 1, column - 1]))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(map(shortened, names[:8]))
    return shown + (f", … ({len(names)})" if len(names) > 8 else "") if names else _("none")


def _wrong(path: Path, problem: str) -> NoReturn:
    raise InputError(f"{path}: {problem}")
