"""The rule of a column in words, for each kind, role and missing rule."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_tables import columns_of, repeated

from core.data.dataset import Data, Split
from core.data.description import ColumnDescription, Description
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.preparing.preprocessing import Scaling
from core.data.source_settings import SourceSettings
from core.data.table import InputColumn, Table
from core.data.understanding.understand import understand
from tui_mlp.text.data.column_rule import rule_text
from tui_mlp.text.data.said import Said, plain_text

ROWS = 60
DOSES = ["low", "middle", "high"]
TABLE = columns_of(
    age=[("" if row % 5 == 0 else str(row % 7 * 10)) for row in range(ROWS)],
    alone=[("" if row == 3 else "yes" if row % 3 else "no") for row in range(ROWS)],
    dose=repeated(ROWS, *DOSES),
    port=[("NA" if row % 20 == 1 else ("C", "Q", "S")[row % 3]) for row in range(ROWS)],
    day=[f"2024-{row % 12 + 1:02}-{row % 28 + 1:02}" for row in range(ROWS)],
    price=[f"{row * 1.5:.2f}" for row in range(ROWS)],
    crew=repeated(ROWS, "x"),
    kind=repeated(ROWS, "a", "b"),
)


def rules(
    missing: str = "mean", standardize: bool = True, output: str = "sigmoid", target: str = "kind"
) -> dict[str, str]:  # fmt: skip
    """The rule of each column, where the network learns the target from the others."""
    settings = SourceSettings(target=target, kinds={"dose": DOSES}, missing=missing)
    table = understand(Path("table.csv"), TABLE, settings)
    preparation = fit_preparation(table, np.arange(len(table.inputs)), missing, standardize)
    if table.values is not None and standardize:
        preparation = replace(preparation, target_scaling=Scaling.of(table.values))
    return rules_of(table, preparation, missing, output)


def rules_of(table: Table, preparation: Preparation, missing: str = "mean", output: str = "sigmoid") -> dict[str, str]:
    outputs = len(table.class_names) if len(table.class_names) > 2 else 1
    split = Split(np.ones((1, 2)), np.zeros((1, outputs)))
    data = Data(
        table.description.task, output, split, class_names=table.class_names, target_names=table.target_names,
        preparation=preparation, description=table.description,
    )  # fmt: skip
    return {one.name: plain_text(rule_text(data, one, missing)) for one in table.description.columns}


def test_of_all_kinds() -> None:
    found = rules()
    assert found == {
        "age": "12 of 60 missing, filled with 28.8, the mean in training; then (age - 28.8) / 17.5",
        "alone": "1 of 60 missing, filled with yes, the commoner one in training; yes is 1, no is 0",
        "dose": "low is 0, middle 1, high 2; then (dose - 1.000) / 0.816",
        "port": "3 of 60 missing, with an input of their own; 3 categories: one input each, 0 or 1",
        "day": "its month and day of the week, a number each, standardised",
        "price": "(price - 44.2) / 26.0",
        "crew": "left out: one value",
        "kind": "b is 1, a is 0",
    }


@pytest.mark.parametrize(
    ("missing", "age", "alone"),
    [
        (
            "median+flag",
            ", filled with 30, the median in training, and marked in an input of their own",
            "yes, the commoner",
        ),
        ("zero", ", filled with 0; then (age - 23.0) / ", "0; yes is 1"),
        ("drop", ", those rows are left out; then (age - ", ", those rows are left out; yes is 1"),
    ],
)
def test_of_missing_cells(missing: str, age: str, alone: str) -> None:
    found = rules(missing)
    assert age in found["age"]
    assert alone in found["alone"]


def test_of_targets_and_numbers_as_they_are() -> None:
    assert rules(target="price")["price"] == "(price - 44.2) / 26.0"
    plain = rules(target="price", standardize=False)
    assert (plain["price"], plain["age"]) == (
        "as it is", "12 of 60 missing, filled with 28.75, the mean in training; as it is",
    )  # fmt: skip
    assert plain["day"] == "its month and day of the week, a number each"
    classes = rules(target="port", output="tanh")["port"]
    assert classes == "3 of 60 missing, those rows are left out; 3 classes: one output each, 1 or -1"
    assert rules(output="tanh")["kind"] == "b is 1, a is -1"


def test_of_rare_categories_unknown_ones_and_features() -> None:
    inputs = np.array([[row % 30, row % 2] for row in range(60)], float)
    columns = (InputColumn("city", "category", tuple(map(str, range(30))), "city"), InputColumn("v", source="v"))
    described = [ColumnDescription("city", "category", "input", missing=1), ColumnDescription("v", "number", "input")]
    description = Description(60, ("y",), "regression", described)
    table = Table(inputs, ("city", "v"), input_columns=columns, description=description)
    found = rules_of(table, fit_preparation(table, np.arange(60)))
    assert found["city"] == (
        "1 of 60 missing, none of them in training: 0 in all its inputs; "
        "24 categories: one input each, 0 or 1; one more for the 6 rare categories"
    )
    two = Table(inputs, ("city", "v"), input_columns=(InputColumn("city"), InputColumn("v")), description=description)
    names = ("x1", "x1^2", "sin(pi*x2)")
    made = rules_of(two, fit_preparation(two, np.arange(60), standardize=False, features=names))
    assert made["v"] == "becomes sin(pi*x2)"
    assert rules_of(two, fit_preparation(two, np.array([0, 2])))["v"] == "one value in training, so 0 in all rows"


def test_what_is_missing_and_the_name_stand_out() -> None:
    column = ColumnDescription("age", "number", "input", missing=3)
    description = Description(10, ("y",), "regression", [column])
    table = Table(np.arange(10.0)[:, None], ("age",), input_columns=(InputColumn("age"),), description=description)
    data = Data(
        "regression", "identity", Split(np.ones((1, 2)), np.zeros((1, 1))), description=description,
        preparation=fit_preparation(table, np.arange(10)),
    )  # fmt: skip
    parts = rule_text(data, column, "mean")
    assert parts[0] == Said("3 of 10 missing", "missing")
    assert Said("age", "name") in parts
