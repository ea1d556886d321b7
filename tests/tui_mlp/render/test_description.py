"""What is understood of a table, as lines."""

import pytest
from rich.cells import cell_len

from core.data.columns import Dialect
from core.data.description import ColumnDescription, Description
from tui_mlp.render.description import description_lines
from tui_mlp.text.description_text import short_lines

BIRDS = Description(
    rows=344,
    target=("species",),
    task="classification",
    columns=(
        ColumnDescription("species", "category", "target", distinct=2),
        ColumnDescription("island", "category", "input", distinct=3),
        ColumnDescription("mass", "number", "input", missing=2, distinct=94),
        ColumnDescription("no", "id", "ignored", distinct=344, why='counts the rows; kinds.no = "number" takes it in'),
    ),
    classes={"Adelie": 152, "Chinstrap": 191},
    inputs=4,
    left_out={9: "no label"},
    notes=("1 row has no label and is left out (line 9).",),
    dialect=Dialect(";", ",", "cp1252", header=False),
)
SPLITS = {"training": 205, "validation": 69, "test": 69}


def test_a_table_in_80_columns() -> None:
    assert "\n".join(description_lines(BIRDS, SPLITS, 80)) == (
        """\
344 rows (1 left out), 4 columns, separated by semicolons, decimal commas,
cp1252, without a header

column   kind      role     missing  distinct  why
species  category  target         0         2
island   category  input          0         3
mass     number    input          2        94
no       id        ignored        0       344  counts the rows; kinds.no =
                                               "number" takes it in

classification of species
  Adelie     152   44.3%
  Chinstrap  191   55.7%

inputs of the network: 4
split: training 205, validation 69, test 69

notes
- 1 row has no label and is left out (line 9)."""
    )


def test_in_30_columns() -> None:
    lines = description_lines(BIRDS, SPLITS, 30)
    assert max(map(len, lines)) <= 30
    assert lines[5:8] == ["species", "  category, target, 2 distinct", "island"]


@pytest.mark.parametrize("width", [20, 40, 58, 80, 200])
def test_long_and_hostile_names_keep_to_the_width(width: int) -> None:
    names = ("a" * 300, "日本語" * 20, "\x1b[2J\n", "[red]")
    columns = tuple(ColumnDescription(name, "number", "input", distinct=5, why=name) for name in names)
    classes = dict.fromkeys(names, 4)
    found = Description(16, names, "classification", columns, classes, 4, notes=names)
    lines = description_lines(found, SPLITS, width)
    assert max(map(cell_len, lines)) <= width
    assert "\x1b" not in "".join(lines)


def test_neighbours_that_are_alike_share_a_line() -> None:
    pixels = [ColumnDescription(f"p{place}", "number", "input", distinct=place) for place in range(1, 51)]
    odd = ColumnDescription("label", "category", "target", distinct=10)
    lines = description_lines(Description(9, ("label",), "classification", (*pixels, odd)), {}, 80)
    assert lines[3:5] == [
        "p1 … p50 (50)  number    input         0      1–50",
        "label          category  target        0        10",
    ]


def test_a_column_without_a_name_is_called_unnamed() -> None:
    lines = description_lines(Description(9, (), "regression", (ColumnDescription("", "id", "ignored"),)), {}, 80)
    assert lines[3].split() == ["(unnamed)", "id", "ignored", "0", "0"]


def test_of_many_classes_the_first() -> None:
    classes = {str(number): 1 for number in range(25)}
    lines = description_lines(Description(25, ("y",), "classification", classes=classes), {}, 80)
    assert "  … and 5 classes more" in lines


def test_a_preview_begins_with_the_notes() -> None:
    assert short_lines(BIRDS) == [
        (BIRDS.notes[0], "warn"),
        ("classification of species", "fg"),
        ("classes: Adelie 152, Chinstrap 191", "fg"),
        ("inputs: island (category), mass (2 missing)", "fg"),
        ("ignored: no (id)", "faint"),
    ]
