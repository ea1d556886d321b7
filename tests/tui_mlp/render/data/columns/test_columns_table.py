"""The table of columns and the lines that sum it up, drawn without an app."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from voyage import write_voyage

from core.data.description import ColumnDescription
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from tui_mlp.models.data.columns.small_histogram import Bins
from tui_mlp.models.data.columns.table_facts import TableFacts
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.data.columns.columns_table import ShownColumns, bars_text, columns_table, fields_that_fit
from tui_mlp.render.data.columns.table_summary import status_parts, summary_lines

COLUMNS = (
    ColumnDescription("ticket", "id", "ignored", 0, 640),
    ColumnDescription("rescued", "boolean", "target", 0, 2),
    ColumnDescription("age", "number", "input", 118, 128),
    ColumnDescription("a [b]name\x1b[31m of many words", "category", "input", 2, 3),
)
SHOWN = ShownColumns(
    COLUMNS, 640, 0, 2, {"age": Bins((1, 4, 8, 0))}, {"age": 1, COLUMNS[3].name: 3}, ("rescued",),
    tuple(one.name for one in COLUMNS),
)  # fmt: skip


def drawn(shown: ShownColumns, width: int, height: int = 5, ascii: bool = False) -> list[str]:
    lines = columns_table(shown, width, height, palette(ascii=ascii))
    assert all(line.cell_length == width for line in lines)
    return [line.text.rstrip() for line in lines]


def test_all_fields_where_there_is_room() -> None:
    assert drawn(SHOWN, 86) == [
        "  column                    kind      role     missing  distinct   values       inputs",
        "  ticket                    id        ignored        –       640                     –",
        "  rescued                   boolean   target         –         2                   → y",
        "▸ age                       number    input        118       128   ▁▄█               1",
        "  a [b]name\\x1b[31m of ma…  category  input          2         3                     3",
    ]


def test_ascii_alone() -> None:
    lines = drawn(replace(SHOWN, targets=("x", "rescued")), 90, ascii=True)
    assert all(line.isascii() for line in lines)
    assert lines[2].endswith("> y2")
    assert lines[3].startswith("> age")


def test_fields_are_left_out_in_order_of_their_weight() -> None:
    found = [[field.key for field in fields_that_fit(SHOWN, width, False)[0]] for width in (72, 60, 50, 40, 30, 20, 3)]
    assert found == [
        ["column", "kind", "role", "missing", "distinct", "values", "inputs"],
        ["column", "kind", "role", "missing", "distinct", "values"],
        ["column", "kind", "role", "missing", "distinct"],
        ["column", "kind", "role", "missing"],
        ["column", "kind", "role"],
        ["column", "role"],
        ["column"],
    ]
    for width in range(1, 90):
        drawn(SHOWN, width)


def test_it_scrolls_and_many_missing_cells_stand_out() -> None:
    assert drawn(replace(SHOWN, first=2), 90, 2)[1].startswith("▸ age")
    colours = palette()
    (line,) = columns_table(replace(SHOWN, focus=0), 90, 4, colours)[3:]
    assert next(part.style for part in line if "118" in part.text) == colours.bg.warn


def test_a_bin_with_any_cell_is_seen() -> None:
    assert bars_text(Bins((1, 1000, 0, 500)), False) == "▁█ ▄"
    assert bars_text(Bins((1, 1000, 0, 500)), True) == ".@ :"
    assert bars_text(Bins(), False) == ""


@pytest.fixture(scope="module")
def voyage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_voyage(tmp_path_factory.mktemp("summary"))


@cache
def facts_of(source: str | Path, *settings: str) -> TableFacts:
    return TableFacts(load_data(Experiment.load(source, settings, suited=False)))


def summed_up(facts: TableFacts, width: int, height: int) -> list[str]:
    return [line.text.rstrip() for line in summary_lines(facts, width, height, palette())]


def test_summary(voyage: Path) -> None:
    facts = facts_of(voyage, "data.target=rescued", "data.missing=drop")
    assert summed_up(facts, 90, 2) == [
        "60 rows: 6 left out, 33 train, 11 validation, 10 test; yes 33, 36, 30 %",
        "5 of 10 columns become 7 inputs, 1 is the target, 4 are left out",
    ]
    assert summed_up(facts, 60, 2)[0] == "60 rows: 6 left out, 33 train, 11 validation, 10 test"
    assert summed_up(facts, 50, 2) == [
        "6 left out, 33 train, 11 validation, 10 test", "5 of 10 columns become 7 inputs, 1 is the target",
    ]  # fmt: skip
    assert summed_up(facts_of("spiral"), 90, 2)[0].endswith("; 1: 50, 50, 50 %"), "a class that is a number"


def test_means_have_a_line_of_their_own_where_they_need_it(voyage: Path) -> None:
    facts = facts_of(voyage, "data.target=fare", "data.split=ordered")
    means = "mean of fare 34.8, 75.6, 96"
    assert summed_up(facts, 90, 3)[0] == f"60 rows: 36 train, 12 validation, 12 test; {means}"
    assert summed_up(facts, 60, 3)[1] == means
    assert means not in "".join(summed_up(facts, 60, 2))
    assert "%" not in "".join(summed_up(facts_of("digits"), 90, 3)), "too many classes"


def status(facts: TableFacts, width: int = 120) -> str:
    return "".join(text for text, _style in status_parts(facts, 97, width, palette())).strip()


def test_status(voyage: Path) -> None:
    assert status(facts_of(voyage, "data.target=rescued", "data.missing=drop")) == (
        "target rescued yes 33.3 %   baseline 66.7 % always no   inputs 7   left out 6 rows   weights 97"
    )
    assert status(facts_of(voyage, "data.target=fare", "data.split=ordered")) == (
        "target fare mean 55.15   baseline R² 0 always the mean   inputs 7   left out 0 rows   weights 97"
    )
    several = facts_of("iris")
    assert status(several).startswith("target species 3 classes   baseline 33.3 % always setosa   inputs 4   left out")
    assert status(several, 40) == "target species 3 classes"
    label = replace(several.data.description, target=("ripe",), classes={"ripe": 30})
    assert status(TableFacts(replace(several.data, description=label, class_names=()))).startswith("target ripe 20.0 %")
    targets = replace(several.data.description, target=("a", "b"))
    assert status(TableFacts(replace(several.data, description=targets))).startswith("targets 2   baseline")
