"""Small tables of every kind that people have, and what `describe` and `train` should make of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

Found = dict[str, Any]
"""The JSON object of `describe`."""


@dataclass(frozen=True)
class OwnTable:
    """A table as bytes of a file, with the right outcome.

    `refused` are words of the one message of a file that can't be used. Of others: `task`, `inputs` and `classes` as
    `describe` says them, the `kinds` of some columns, those that are `ignored`, words of the `notes` (each in one of
    them), and `trained`, what holds of the last line of `train`.
    """

    file: str
    content: bytes
    arguments: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    rows: int | None = None
    task: str | None = None
    inputs: int | None = None
    classes: Sequence[str] | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    described: Callable[[Found], bool] = lambda found: True
    trained: Callable[[Found], bool] = lambda last: True


def problems(table: OwnTable, found: Found) -> list[str]:
    """What is wrong with what `describe` says of a table that can be used; empty where all is right."""
    wrong = [
        f"{key} {found[key]!r}, expected {wanted!r}"
        for key, wanted in (("rows", table.rows), ("task", table.task), ("inputs", table.inputs))
        if wanted is not None and found[key] != wanted
    ]
    if table.classes is not None and list(found["classes"]) != list(table.classes):
        wrong.append(f"classes {list(found['classes'])!r}, expected {table.classes!r}")
    columns = {column["name"]: column for column in found["columns"]}
    for name, kind in table.kinds.items():
        if name not in columns or columns[name]["kind"] != kind:
            wrong.append(f"{name}: {columns.get(name)}, expected the kind {kind}")
    ignored = {name for name, column in columns.items() if column["role"] == "ignored"}
    if ignored != set(table.ignored):
        wrong.append(f"ignored {ignored}, expected {table.ignored}")
    wrong += [f"no note says {words!r}" for words in table.notes if not any(words in note for note in found["notes"])]
    if not table.described(found):
        wrong.append(f"described as {found}")
    return wrong


def csv(header: str, rows: Iterable[Sequence[object]], separator: str = ",") -> bytes:
    """A text file of this header (none where it is empty) and these cells."""
    lines = [header] * bool(header) + [separator.join(map(str, row)) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


def points(rows: int, classes: Sequence[object], seed: int = 1) -> list[tuple[object, ...]]:
    """Two numbers and a class that depends on them, in turns."""
    random = Random(seed)
    return [
        (
            round(random.gauss(3 * (row % len(classes)), 0.6), 2),
            round(random.gauss(2 * (row % len(classes)), 0.8), 2),
            classes[row % len(classes)],
        )
        for row in range(rows)
    ]


def measured(rows: int, seed: int = 2) -> list[tuple[object, ...]]:
    """Two numbers and a measurement of them."""
    random = Random(seed)
    found = [(round(random.gauss(0, 1), 2), round(random.gauss(0, 1), 2)) for _ in range(rows)]
    return [(a, b, round(2 * a - b + random.gauss(0, 0.1), 3)) for a, b in found]


def replaced(rows: Iterable[Sequence[object]], column: int, cells: Mapping[int, object]) -> list[Sequence[object]]:
    """The rows with other cells in a column, by row from 0."""
    return [
        (*row[:column], cells[place], *row[column + 1 :]) if place in cells else row for place, row in enumerate(rows)
    ]


def put_in_front(cells: Iterable[object], rows: Iterable[Sequence[object]]) -> list[Sequence[object]]:
    """The rows with another column before the others."""
    return [(cell, *row) for cell, row in zip(cells, rows, strict=True)]


def said(task: str) -> Callable[[Found], bool]:
    """Whether a note says how to take the target for the other task."""
    other = "regression" if task == "classification" else "classification"
    return lambda found: any(f'data.task = "{other}"' in note for note in found["notes"])


TWO, THREE = points(44, ("fern", "moss")), points(45, ("oak", "elm", "ash"))
LOAD = measured(44)
UNEQUAL = [1, 1, 1, 2, 0, 1, 2, 3, 1, 0, 2, 1, 4, 1, 0, 5, 1, 2, 7, 1, 0, 3, 1, 2, 9, 1, 0, 2, 1, 6, 3, 1, 8, 1, 2, 0]
TEXTS = ("a", "b", "c", "d", "e", "f", "g")

TASKS = {
    "every value of the target once": OwnTable(
        "miles.csv", csv("km,miles", [(k, round(k * 0.62, 1)) for k in (3, 8, 1, 20, 14, 5, 31, 26, 11, 17)]),
        rows=10, task="regression", inputs=1,
    ),
    "counts, unequally many of each": OwnTable(
        "visits.csv", csv("u,v,visits", [(*row[:2], n) for row, n in zip(LOAD, UNEQUAL, strict=False)]),
        task="regression", described=said("regression"),
    ),
    "ratings from 1 to 5": OwnTable(
        "stars.csv", csv("u,v,stars", [(*row[:2], 1 + n * n % 5) for n, row in enumerate(LOAD)]),
        described=lambda found: said(found["task"])(found),
    ),
    "classes written as floats": OwnTable(
        "groups.csv", csv("u,v,group", points(45, ("1.0", "2.0", "3.0"))), task="classification",
        described=lambda found: len(found["classes"]) == 3,
    ),
    "minus and plus one": OwnTable(
        "signs.csv", csv("u,v,sign", points(44, (-1, 1))), task="classification", classes=("-1", "1"), inputs=2,
    ),
    "true and false": OwnTable(
        "ok.csv", csv("u,v,ok", points(44, ("TRUE", "FALSE"))), task="classification",
        described=lambda found: len(found["classes"]) == 2,
    ),
    "ten classes in the order of numbers": OwnTable(
        "digits.csv", csv("u,v,digit", points(50, range(1, 11))), task="classification",
        classes=[str(digit) for digit in range(1, 11)],
    ),
    "0 and 1 and 1.0": OwnTable(
        "ones.csv", csv("u,v,y", replaced(points(44, (0, 1)), 2, {7: "1.0", 8: "0.0"})), task="classification",
        described=lambda found: len(found["classes"]) == 2,
    ),
}  # fmt: skip

TARGETS = {
    "labels spelled in several ways": OwnTable(
        "bought.csv", csv("u,v,bought", points(44, ("no", "Yes", "No ", "yes"))), task="classification",
        notes=("Yes",),
    ),
    "missing labels": OwnTable(
        "sex.csv", csv("u,v,sex", replaced(TWO, 2, {4: "NA", 10: ""})), rows=44, classes=("fern", "moss"),
        notes=("2 of 44 rows",), described=lambda found: set(found["left_out"]) == {"6", "12"},
    ),
    "a missing measurement": OwnTable(
        "load.csv", csv("u,v,load", replaced(LOAD, 2, {11: "NA"})), task="regression", notes=("1 of 44 rows",),
        described=lambda found: set(found["left_out"]) == {"13"},
    ),
    "names in the last column": OwnTable(
        "models.csv", csv("u,v,load,model", [(*row, f"model {7 * n % 44}-X") for n, row in enumerate(LOAD)]),
        kinds={"model": "text"}, ignored=("model",), notes=("model",),
        described=lambda found: found["target"] not in (["model"], []),
    ),
    "the class in the first column": OwnTable(
        "class.csv", csv("class,u,v", [(row[2], *row[:2]) for row in TWO]), notes=('data.target = "class"',),
    ),
    "a target of one value": OwnTable(
        "same.csv", csv("u,v,load", [(*row[:2], 4.5) for row in LOAD]), refused=("load", "4.5", "data.target"),
    ),
    "labels of 0 and 1 in several columns": OwnTable(
        "topics.csv", csv("u,v,news,sport", [(*row[:2], int(n % 2), int(n % 3 == 0)) for n, row in enumerate(LOAD)]),
        ("--set", 'data.target=["news", "sport"]', "--set", "network.output=sigmoid",
         "--set", "network.loss=cross_entropy"),
        inputs=2, trained=lambda last: last["test_accuracy"] is not None,
    ),
    "soft labels": OwnTable(
        "soft.csv", csv("u,v,a,b", [(*row[:2], p := round(0.1 + 0.2 * (n % 5), 1), round(1 - p, 1))
                                    for n, row in enumerate(LOAD)]),
        ("--set", 'data.target=["a", "b"]'), inputs=2,
    ),
    "several measurements": OwnTable(
        "two.csv", csv("u,v,load,span", [(*row, round(float(str(row[0])) ** 2, 3)) for row in LOAD]),
        ("--set", 'data.target=["load", "span"]'), task="regression", inputs=2,
        trained=lambda last: last["test_r2"] is not None,
    ),
    "a target that isn't there": OwnTable(
        "miss.csv", csv("u,v,load", LOAD), ("--set", "data.target=laod"), refused=("laod", "load"),
    ),
}  # fmt: skip

INPUTS = {
    "numbers of cases": OwnTable(
        "cases.csv", csv("case_id,u,v,kind", put_in_front((31 * n * n % 9973 + 1000 for n in range(44)), TWO)),
        kinds={"case_id": "id"}, ignored=("case_id",), notes=("case_id",), inputs=2,
    ),
    "row numbers without a name": OwnTable(
        "index.csv", csv('"",u,v,kind', put_in_front(range(1, 45), TWO)), inputs=2, notes=("data.kinds",),
        kinds={"": "id"}, ignored=("",),
    ),
    "a measurement, each value once": OwnTable(
        "weights.csv", csv("weight,u,v,kind", put_in_front((round(3.1 * n % 47 + n / 90, 3) for n in range(44)), TWO)),
        kinds={"weight": "number"}, inputs=3,
    ),
    "one value alone": OwnTable(
        "site.csv", csv("site,u,v,kind", put_in_front([14.62] * 44, TWO)), kinds={"site": "constant"},
        ignored=("site",), notes=("site",), inputs=2,
    ),
    "an empty column": OwnTable(
        "notes.csv", csv("u,v,notes,kind", [(a, b, "", kind) for a, b, kind in TWO]), kinds={"notes": "empty"},
        ignored=("notes",), notes=("notes",), inputs=2,
    ),
    "names of people": OwnTable(
        "people.csv", csv("name,u,v,kind", put_in_front((f'"{37 * n % 44} Person, Ms"' for n in range(44)), TWO)),
        ignored=("name",), notes=("name",), inputs=2,
    ),
    "categories": OwnTable(
        "colours.csv", csv("colour,u,v,kind", put_in_front((("red", "green", "blue")[n % 3] for n in range(44)), TWO)),
        kinds={"colour": "category"}, inputs=5,
    ),
    "categories in an order": OwnTable(
        "dose.csv", csv("dose,u,v,kind", put_in_front((("low", "mid", "high")[n % 3] for n in range(44)), TWO)),
        ("--set", 'data.kinds.dose=["low", "mid", "high"]'), inputs=3,
    ),
    "numbers that are categories": OwnTable(
        "zip.csv", csv("zip,u,v,kind", put_in_front(((8001, 3011, 4051)[n % 3] for n in range(44)), TWO)),
        ("--set", "data.kinds.zip=category"), kinds={"zip": "category"}, inputs=5,
    ),
    "true and false as an input": OwnTable(
        "smoker.csv", csv("smoker,u,v,kind", put_in_front((str(n % 3 == 0).upper() for n in range(44)), TWO)),
        kinds={"smoker": "boolean"}, inputs=3,
    ),
    "days": OwnTable(
        "days.csv",
        csv("day,u,v,kind", put_in_front((f"20{20 + n % 4}-0{1 + n % 9}-1{n % 9}" for n in range(44)), TWO)),
        kinds={"day": "date"}, inputs=5,
    ),
    "a column that is left out": OwnTable(
        "out.csv", csv("u,v,kind", TWO), ("--set", "data.ignore=u"), ignored=("u",), inputs=1,
    ),
    "a comma for thousands": OwnTable(
        "cells.csv", csv("cells,u,v,kind", put_in_front((f'"{110 + 7 * n},{100 + n}"' for n in range(44)), TWO)),
        kinds={"cells": "number"}, inputs=3,
    ),
    "underscores in numbers": OwnTable(
        "rooms.csv", csv("room,u,v,kind", put_in_front((f"{n % 3 + 1}_{n % 2}" for n in range(44)), TWO)),
        kinds={"room": "category"}, inputs=8,
    ),
    "a pixel that is dark in the training rows": OwnTable(
        "pixels.csv", csv("p1,p2,p3,u,v,kind", [(255 * (n == 40), 255 * (n % 2), 255 * (n % 3 == 0), *row)
                                                for n, row in enumerate(TWO)]),
        ("--set", "network.activation=relu", "--set", "data.split=ordered"),
        trained=lambda last: last["test_loss"] < 3,
    ),
}  # fmt: skip


def with_marks(mark: str) -> OwnTable:
    """Three missing inputs, written so."""
    return OwnTable(
        "missing.csv", csv("u,v,kind", replaced(TWO, 1, dict.fromkeys((3, 19, 30), mark))), inputs=2,
        kinds={"v": "number"}, notes=("v",), described=lambda found: found["columns"][1]["missing"] == 3,
    )  # fmt: skip


MARKS = ("", "?", "null", "NA", "#N/A", "nan", "-", ".")
MISSING = {f"missing inputs as {mark!r}": with_marks(mark) for mark in MARKS}
MISSING |= {
    "zeros that may be missing": OwnTable(
        "pressure.csv", csv("u,v,kind", replaced(TWO, 1, dict.fromkeys((3, 19, 30), 0))), inputs=2,
    ),
    "a missing category": OwnTable(
        "colours.csv", csv("colour,u,v,kind", put_in_front((("red", "", "blue")[n % 3] for n in range(44)), TWO)),
        inputs=5,
    ),
    "rows left out": OwnTable(
        "drop.csv", csv("u,v,kind", replaced(TWO, 1, {3: "NA"})), ("--set", "data.missing=drop"), inputs=2,
        described=lambda found: set(found["left_out"]) == {"5"},
    ),
}  # fmt: skip

BODY = csv("acid,sugar,kind", THREE)
FINE: dict[str, Any] = {"rows": 45, "task": "classification", "classes": ("ash", "elm", "oak"), "inputs": 2}
DECIMAL = BODY.replace(b",", b";").replace(b".", b",")

WRITTEN = {
    "semicolons": OwnTable(
        "t.csv", BODY.replace(b",", b";"), **FINE, described=lambda found: found["separator"] == ";"
    ),
    "tabs": OwnTable("t.tab", BODY.replace(b",", b"\t"), **FINE, described=lambda found: found["separator"] == "\t"),
    "decimal commas": OwnTable("t.csv", DECIMAL, **FINE, described=lambda found: found["decimal"] == ","),
    "a line that names the separator": OwnTable("t.csv", b"sep=;\n" + BODY.replace(b",", b";"), **FINE),
    "no header, labels": OwnTable(
        "t.csv", csv("", THREE), **FINE, described=lambda found: found["header"] is False, notes=("data.header",)
    ),
    "no header, numbers": OwnTable(
        "t.csv", csv("", points(45, (0, 1, 2))), rows=45, inputs=2, described=lambda found: found["header"] is False,
        notes=("data.header",),
    ),
    "another ending": OwnTable("t.data", BODY, **FINE),
    "capitals": OwnTable("T.CSV", BODY, **FINE),
    "another format": OwnTable("t.arff", b"@relation t\n@attribute acid numeric\n@data\n1\n2\n", refused=("arff",)),
    "a workbook": OwnTable("t.xlsx", b"PK\x03\x04" + bytes(60), refused=("xlsx",)),
    "a byte order mark": OwnTable("t.csv", b"\xef\xbb\xbf" + BODY.replace(b"\n", b"\r\n"), **FINE),
    "Latin-1": OwnTable(
        "t.csv", BODY.replace(b"acid", "acidité".encode("latin-1")), **FINE, kinds={"acidité": "number"},
        described=lambda found: found["encoding"] != "utf-8",
    ),
    "UTF-16": OwnTable("t.csv", BODY.decode().encode("utf-16"), **FINE),
    "comments": OwnTable("t.csv", b"# exported\n# two sensors\n" + BODY, **FINE),
    "units below the header": OwnTable(
        "t.csv", BODY.replace(b"\n", b"\ng/l,g/l,-\n", 1), refused=("line 2", "g/l")
    ),
    "a comma too many in each row": OwnTable(
        "t.csv", b"acid,sugar,kind\n" + csv("", [(*row, "") for row in THREE]), refused=("line 2", "4", "3")
    ),
    "a row of means": OwnTable("t.csv", csv("u,v,load", LOAD) + b"mean,0.1,0.2\n", refused=("line 46", "u", "mean")),
    "a row of sums": OwnTable("t.csv", csv("u,v,load", LOAD) + b"total,12.5\n", refused=("line 46", "2", "3")),
    "the header again": OwnTable(
        "t.csv", csv("u,v,load", LOAD[:20]) + csv("u,v,load", LOAD[20:]), refused=("line 22",)
    ),
    "blanks and quotes": OwnTable(
        "t.csv", csv("acid, sugar, kind", [(a, f" {b}", f' "{c}"') for a, b, c in THREE]), **FINE
    ),
    "all in quotes": OwnTable(
        "t.csv", csv('"acid","sugar","kind"', [[f'"{cell}"' for cell in row] for row in THREE]), **FINE
    ),
    "a name twice": OwnTable("t.csv", BODY.replace(b"sugar", b"acid"), refused=("acid", "1", "2")),
    "markup in names": OwnTable(
        "t.csv", csv("[bold]acid,sugar[/],[/kind", [(a, b, f"[red]{c}[/blue]") for a, b, c in THREE]),
        rows=45, inputs=2, kinds={"[bold]acid": "number"},
    ),
    "commands to the terminal": OwnTable(
        "t.csv", csv("ac\x1b[31mid,sugar,kind", [(a, b, f"{c}\x1b]0;owned\x07") for a, b, c in THREE]),
        rows=45, inputs=2,
    ),
    "a line break in a name": OwnTable("t.csv", csv('"a\nb",v,kind', THREE), rows=45, inputs=2),
    "a path that looks like a pattern": OwnTable("t[1]*.csv", BODY, **FINE),
    "no rows": OwnTable("t.csv", b"acid,sugar,kind\n", refused=("rows",)),
    "nothing": OwnTable("t.csv", b"", refused=("t.csv",)),
    "one column": OwnTable("t.csv", csv("load", [(row[2],) for row in LOAD]), refused=("column",)),
    "infinite": OwnTable("t.csv", csv("u,v,kind", replaced(TWO, 1, {5: "inf"})), refused=("line 7", "v", "inf")),
}  # fmt: skip

SET = {
    "an id that is taken in": OwnTable(
        "ids.csv", csv("case_id,u,v,kind", put_in_front(range(500, 544), TWO)), ("--set", "data.kinds.case_id=number"),
        kinds={"case_id": "number"}, inputs=3,
    ),
    "counts as classes": OwnTable(
        "visits.csv", csv("u,v,visits", [(*row[:2], n) for row, n in zip(LOAD, UNEQUAL, strict=False)]),
        ("--set", "data.task=classification"), task="classification",
    ),
    "groups kept together": OwnTable(
        "groups.csv", csv("ward,u,v,kind", put_in_front((f"w{n // 4}" for n in range(44)), TWO)),
        ("--set", "data.split=group:ward"), inputs=2, ignored=("ward",),
    ),
    "one of five folds": OwnTable(
        "folds.csv", csv("u,v,kind", TWO), ("--set", "data.split=folds:5", "--set", "data.fold=2"), inputs=2,
        trained=lambda last: last["test_accuracy"] is not None,
    ),
    "rare classes count as much": OwnTable(
        "weights.csv", csv("u,v,kind", points(44, ("a", "b", "b", "b"))), ("--set", "data.class_weight=balanced"),
        inputs=2,
    ),
    "missing numbers with a flag": OwnTable(
        "flags.csv", csv("u,v,kind", replaced(TWO, 1, dict.fromkeys((3, 19, 30), ""))),
        ("--set", "data.missing=median+flag"), inputs=3, notes=("v",),
    ),
    "no header, though the first line holds names": OwnTable(
        "t.csv", csv("", points(44, ("fern", "moss"))), ("--set", "data.header=false"), inputs=2, rows=44,
    ),
    "a separator that isn't there": OwnTable(
        "t.csv", csv("u,v,kind", TWO), ("--set", "data.separator=;"), refused=("separator",)
    ),
    "a kind for no column": OwnTable(
        "t.csv", csv("height,v,kind", TWO), ("--set", "data.kinds.hight=number"), refused=("hight", "height")
    ),
    "no column to ignore": OwnTable(
        "t.csv", csv("height,v,kind", TWO), ("--set", "data.ignore=hight"), refused=("hight", "height")
    ),
    "another kind than the cells have": OwnTable(
        "t.csv", csv("colour,u,v,kind", put_in_front(("red", "blue") * 22, TWO)),
        ("--set", "data.kinds.colour=number"), refused=("line 2", "colour", "red"),
    ),
}  # fmt: skip

SIZES = {
    "four rows": OwnTable(
        "xor.csv", csv("x1,x2,y", [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]), rows=4, inputs=2,
        notes=("data.validation_fraction", "data.test_fraction"),
    ),
    "two rows": OwnTable(
        "two.csv", csv("u,v,y", [(0.1, 0.2, 0.35), (0.4, 0.9, 1.25)]),
        ("--set", "data.validation_fraction=0", "--set", "data.test_fraction=0", "--set", "network.hidden=[]"),
        rows=2,
    ),
    "a class of one row": OwnTable(
        "one.csv", csv("u,v,kind", replaced(points(44, (0, 1)), 2, {9: 7})), task="classification",
        classes=("0", "1", "7"), notes=("7",),
    ),
    "a series": OwnTable(
        "series.csv", csv("before,now", [(round(0.1 * n, 2), round(0.1 * n + 0.05, 2)) for n in range(44)]),
        ("--set", "data.split=ordered"), task="regression",
    ),
    "a rare class": OwnTable(
        "fraud.csv", csv("u,v,fraud", [(*row[:2], int(n in (3, 27))) for n, row in enumerate(LOAD)]),
        task="classification", trained=lambda last: last["test_baseline"] > 0.8 and "1" in last["test_recall"],
    ),
    "large numbers": OwnTable(
        "prices.csv", csv("area,year,price", [(60 + 7 * n, 1970 + n, 10**8 + 12345 * n * n) for n in range(44)]),
        ("--set", "data.standardize=false", "--set", "network.activation=relu"), task="regression",
    ),
    "numbers near the largest": OwnTable(
        "huge.csv", csv("a,b,y", [((-1) ** n * 1.7e308, 7 * n % 30 / 4, n % 2) for n in range(30)]), rows=30,
    ),
}  # fmt: skip

SAME_ONCE_READ = {
    *(f"missing inputs as {mark!r}" for mark in MARKS[1:]),
    *(name for name, table in WRITTEN.items() if (table.rows, table.classes) == (45, FINE["classes"])),
} - {"semicolons"}
"""Tables of the same rows as another, in another form: what they train needs no asking again."""

OWN_TABLES: dict[str, OwnTable] = {**TASKS, **TARGETS, **INPUTS, **MISSING, **WRITTEN, **SET, **SIZES}
