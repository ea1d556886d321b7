"""The settings that keys of the Columns pane change, worked by hand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_tables import columns_of as table_of
from voyage import voyage_cells

from core.data.columns import ColumnTable
from core.data.dataset import Data, Split
from core.data.source_rows.column_guesses import ColumnGuesses
from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_rows import SourceRows
from core.data.understanding.understand import understand
from core.experiment.experiment import DataSettings, Experiment
from core.experiment.tables import source_settings
from core.support.errors import InputError
from tui_mlp.models.data.columns import column_settings
from tui_mlp.models.data.columns.column_settings import (
    TableColumns,
    Values,
    flag_toggled,
    kind_turned,
    missing_numbers,
    missing_turned,
    role_turned,
    scaling_toggled,
    target_chosen,
    target_toggled,
    task_turned,
)

Change = Callable[[TableColumns, str], Values]
Kinds = dict[str, str | list[str]]

RESCUED: Values = {"data.target": "rescued"}
VOYAGE = table_of(**voyage_cells())
EMPTY = Split(np.ones((0, 2)), np.ones((0, 1)))


def columns_of(values: Values = RESCUED, table: ColumnTable = VOYAGE) -> TableColumns:
    """The columns of a table under these settings, understood as those of a file, which isn't there."""
    experiment = Experiment(data=DataSettings(source="/voyage.csv")).replace_all(values)
    found = understand(Path("voyage.csv"), table, source_settings(experiment.data))
    data = Data(found.description.task, "sigmoid", EMPTY, description=found.description)
    described = {one.name: one for one in found.description.columns}
    cells = tuple(SourceColumn(described[one.name], one.numbers, one.codes, one.texts) for one in table.columns)
    none = np.zeros(0, int)
    rows = SourceRows(data, cells, table.rows, none, none, test_from=table.rows)
    return TableColumns(experiment, data, ColumnGuesses(rows))


def after(columns: TableColumns, values: Values, table: ColumnTable = VOYAGE) -> TableColumns:
    """The columns with other settings."""
    keys = ("data.target", "data.task", "data.ignore", "data.kinds")
    return columns_of({key: columns.experiment.get(key) for key in keys} | values, table)


def turned(columns: TableColumns, change: Change, name: str, times: int, table: ColumnTable = VOYAGE) -> list[str]:
    """The kind and role of a column after each of so many keys."""
    found = []
    for _time in range(times):
        columns = after(columns, change(columns, name), table)
        described = columns.described(name)
        found.append(f"{described.kind} {described.role}")
    return found


def test_roles() -> None:
    columns = columns_of()
    assert role_turned(columns, "age") == {"data.ignore": ["age"]}
    grouped = columns_of(RESCUED | {"data.split": "group:class"})
    assert role_turned(grouped, "class") == {"data.kinds": {"class": "number"}}
    assert role_turned(columns, "ticket") == {"data.kinds": {"ticket": "number"}}
    assert role_turned(columns, "cabin") == {"data.kinds": {"cabin": "category"}}
    assert turned(columns, role_turned, "age", 2) == ["number ignored", "number input"]
    assert turned(columns, role_turned, "ticket", 2) == ["number input", "id ignored"]
    both = after(columns, {"data.ignore": ["cabin"], "data.kinds": {"age": "text"}})
    assert role_turned(both, "cabin") == {"data.ignore": [], "data.kinds": {"age": "text", "cabin": "category"}}
    assert role_turned(both, "age") == {"data.kinds": {}}


def test_kinds_go_round_to_the_guess_and_leave_no_entry_behind() -> None:
    columns = columns_of()
    assert kind_turned(columns, "class") == {"data.kinds": {"class": "category"}}
    assert turned(columns, kind_turned, "class", 3) == ["category input", "text ignored", "number input"]
    assert turned(columns, kind_turned, "sex", 3) == ["boolean input", "text ignored", "category input"]
    assert turned(columns, kind_turned, "ticket", 3) == ["number input", "category input", "id ignored"]
    assert turned(columns, kind_turned, "rescued", 2) == ["category target", "boolean target"]
    ordered = columns_of(RESCUED | {"data.kinds": {"class": ["3", "2", "1"]}})
    assert kind_turned(ordered, "class") == {"data.kinds": {}}, "behind the order, the last one, is the guess"


def test_a_target_leaves_the_other_keys_that_name_it() -> None:
    columns = columns_of(RESCUED | {"data.ignore": ["age"], "data.kinds": {"age": "text", "class": "category"}})
    changed = {"data.target": "age", "data.ignore": [], "data.kinds": {"class": "category"}}
    assert target_chosen(columns, "age") == changed


def test_a_guessed_target_is_stated_where_it_would_be_another_one_and_left_to_the_guess_again() -> None:
    ignored: Values = {"data.ignore": ["day", "cabin", "crew", "note"]}
    columns = columns_of(ignored)
    assert columns.target == ("fare",)
    assert target_chosen(columns, "age") == {"data.target": "age"}
    assert target_chosen(columns_of(ignored | {"data.target": "age"}), "fare") == {"data.target": None}
    assert role_turned(columns, "age") == {"data.ignore": ["day", "cabin", "crew", "note", "age"]}
    fewer = columns_of({"data.ignore": ["fare", "day", "cabin", "crew", "note"]})
    assert fewer.target == ("age",)
    assert role_turned(fewer, "fare") == {
        "data.target": "age", "data.ignore": ["day", "cabin", "crew", "note"],
    }  # fmt: skip


def test_several_targets_in_the_order_of_the_file() -> None:
    columns = columns_of({"data.target": "fare"})
    both = target_toggled(columns, "rescued")
    assert both == {"data.target": ["rescued", "fare"]}
    found = after(columns, both)
    assert (found.data.task, found.target) == ("regression", ("rescued", "fare"))
    assert target_toggled(found, "fare") == {"data.target": "rescued"}
    assert after(found, {"data.task": "regression"}).target == ("rescued", "fare"), "yes and no also where it is stated"


def test_the_task_goes_back_to_the_guess() -> None:
    columns = columns_of({"data.target": "class"})
    other = task_turned(columns.experiment, columns.data, columns)
    assert other == {"data.task": "regression"}
    measured = after(columns, other)
    assert task_turned(measured.experiment, measured.data, measured) == {"data.task": None}
    assert task_turned(measured.experiment, measured.data, None) == {"data.task": "classification"}


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        (role_turned, "rescued", "'rescued' is the target: t on another column makes that one the target"),
        (role_turned, "note", "'note': no cell is filled, so there is nothing to learn from"),
        (kind_turned, "note", "'note' can't be of another kind than empty: its cells don't allow it"),
        (target_chosen, "rescued", "'rescued' is the target already"),
        (target_chosen, "crew", "'crew': all cells are equal, but a target needs two values"),
        (target_chosen, "note", "'note': no cell is filled, so there is nothing to learn"),
        (target_chosen, "cabin", "'cabin': no text stands twice, so there are no classes to learn"),
        (
            target_chosen,
            "day",
            "'day' holds dates, but a target is a number or a class: k makes categories of it first",
        ),
        (target_toggled, "rescued", "'rescued' is the only target: t on another column makes that one the target"),
        (
            target_toggled,
            "sex",
            "'sex' holds texts, but several targets together are numbers, or words such as yes and no",
        ),
        (role_turned, "nowhere", "there is no column 'nowhere'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(change: Change, name: str, words: str) -> None:
    with pytest.raises(InputError, match=words.replace("(", r"\(")):
        change(columns_of(), name)


def test_the_only_input_stays() -> None:
    table = table_of(x="1 2 3 4 5 6", z="0 1 2 0 1 2", y="0 1 0 1 0 1")
    columns = columns_of({"data.target": "y", "data.ignore": ["x"]}, table)
    for change in (role_turned, target_toggled):
        with pytest.raises(InputError, match="'z' is the only input, and a network needs one"):
            change(columns, "z")
    assert turned(columns, kind_turned, "z", 2, table) == ["category input", "number input"], "never a text"


def test_too_many_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_settings, "MOST_NAMED_CLASSES", 1)
    columns = columns_of()
    with pytest.raises(InputError, match="'sex' has 2 different texts, but a target has at most 1 classes"):
        target_chosen(columns, "sex")
    measured = columns_of({"data.target": "fare"})
    with pytest.raises(InputError, match="'fare' has 60 different numbers, but a target has at most 1 classes"):
        task_turned(measured.experiment, measured.data, measured)
    with pytest.raises(InputError, match="'rescued' holds texts: only numbers can be measurements"):
        task_turned(columns.experiment, columns.data, columns)


def test_an_order_of_categories_comes_again() -> None:
    order = ["male", "female"]
    columns = columns_of({**RESCUED, "data.kinds": {"sex": order}})
    seen: list[object] = []
    for _time in range(12):
        values = kind_turned(replace(columns, orders={"sex": order}), "sex")
        columns = after(columns, values)
        seen.append(columns.experiment.data.kinds.get("sex"))
        if seen[-1] == order:
            break
    assert len(seen) > 1
    assert (seen[0], seen[-1]) == (None, order)


def test_several_targets_beyond_0_and_1_are_no_classes() -> None:
    columns = columns_of({"data.target": ["rescued", "fare"]})
    with pytest.raises(InputError, match="'fare' isn't between 0 and 1"):
        task_turned(columns.experiment, columns.data, columns)


def test_missing_and_scaling() -> None:
    columns = columns_of()
    experiment, rules = columns.experiment, []
    for _time in range(4):
        experiment = experiment.replace_all(missing_turned(experiment))
        rules.append(experiment.data.missing)
    assert rules == ["median", "zero", "drop", "mean"]
    flagged = experiment.replace_all(flag_toggled(experiment))
    assert (flagged.data.missing, missing_turned(flagged)) == ("mean+flag", {"data.missing": "median+flag"})
    assert flag_toggled(flagged) == {"data.missing": "mean"}
    assert scaling_toggled(experiment) == {"data.standardize": False}
    assert missing_numbers(columns.data) == 6


def test_missing_booleans_and_categories_are_not_for_the_rule_of_numbers() -> None:
    table = table_of(age="31 NA 45 27 NA 62", smoker="yes no NA yes no NA", port="a NA NA b a b", y="0 1 0 1 0 1")
    columns = columns_of({"data.target": "y", "data.kinds": {"smoker": "boolean", "port": "category"}}, table)
    described = [columns.described(name) for name in ("age", "smoker", "port")]
    assert [(one.kind, one.missing) for one in described] == [("number", 2), ("boolean", 2), ("category", 2)]
    assert missing_numbers(columns.data) == 2
