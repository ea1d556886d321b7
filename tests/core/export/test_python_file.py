"""A model as a Python file: it says the same as the model, bit for bit here, and text from outside stays text."""

import ast
import sys
from pathlib import Path

import numpy as np
import pytest
from some_models import plain_model, raw_rows, scaling_of

from core.activations import ACTIVATIONS
from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.export import python_file
from core.losses import PAIRS
from core.model.model import Model
from core.support.errors import InputError

OUTPUTS = sorted({output for output, _loss in PAIRS})

MIXED = (
    ColumnCoding(name="age", source="age", fill=31.5, flag=True),
    ColumnCoding(
        name="port", source="port", kind="category", levels=("C", "Q", "R", "S", "1", "2.0"), own=(0, 3, 4),
        pooled=(1, 5), missing_level=True,
    ),
    ColumnCoding(name="deck", source="deck", kind="category", levels=("A", "B"), own=(0, 1)),
    ColumnCoding(name="dose", source="dose", kind="ordered", levels=("low", "high"), fill=0.25),
    ColumnCoding(name="alone", source="alone", kind="boolean", levels=("no", "yes"), fill=1.0),
    ColumnCoding(name="day year", source="day", kind="date", part="year", date_format="d.m.Y", fill=2001.0),
    ColumnCoding(name="day hour", source="day", kind="date", part="hour", date_format="d.m.Y", fill=2.0),
)  # fmt: skip
MIXED_WIDTH = Preparation(MIXED).width
FILLED_WITH_0 = (
    ColumnCoding(name="age", source="age", fill=0.0, flag=True),
    ColumnCoding(name="dose", source="dose", kind="ordered", levels=("low", "high"), fill=0.0),
)
PLAIN = tuple(ColumnCoding(name=name, source=name, fill=0.5) for name in "pq")


def said_by(model: Model, path: Path) -> tuple[Array, Array]:
    """What the file of a model says of some rows, and what the model says."""
    raw = raw_rows(model)
    python_file.write(model, path)
    return python_file.read_back(path)(raw), model.outputs(raw)


def mixed_model(names: tuple[str, ...] = ("a", "b")) -> Model:
    preparation = Preparation(MIXED, scaling=scaling_of(MIXED_WIDTH))
    return plain_model([MIXED_WIDTH, 5, 1], "relu", "sigmoid", names=names, preparation=preparation)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("output", OUTPUTS)
def test_each_activation_and_output_is_the_models_own(tmp_path: Path, output: str, dtype: str) -> None:
    model = plain_model([3, *range(4, 4 + len(ACTIVATIONS)), 2], list(ACTIVATIONS), output, dtype)
    found, expected = said_by(model, tmp_path / "model.py")
    assert found.dtype == expected.dtype
    assert np.ptp(found, 0).all()
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("rows", [1, 2048])
def test_one_row_and_many_through_layers_of_any_size(tmp_path: Path, rows: int) -> None:
    for model in (plain_model([20, 32, 1], output="sigmoid"), plain_model([4, 3]), plain_model([30, 20, 3], "relu")):
        python_file.write(model, tmp_path / "model.py")
        raw = raw_rows(model, rows)
        found = python_file.read_back(tmp_path / "model.py")(raw)
        np.testing.assert_allclose(found, model.outputs(raw), rtol=0, atol=1e-12)


PREPARATIONS = {
    "mixed": Preparation(MIXED, scaling=scaling_of(MIXED_WIDTH), constant=(0, 3)),
    "not scaled": Preparation(MIXED),
    "filled with 0": Preparation(FILLED_WITH_0, scaling=scaling_of(3)),
    "filled": Preparation(PLAIN, scaling=scaling_of(2)),
    "rest of the mean": Preparation(MIXED[:1], scaling=scaling_of(2, rest=True)),
    "huge units": Preparation(MIXED[:1], scaling=scaling_of(2, largest=1020)),
    "scaled in float32": Preparation(MIXED[:1], scaling=scaling_of(2, "float32")),
    "features": Preparation(PLAIN, ("x1", "x2^2", "x1*x2", "sin(pi*x1)"), scaling_of(4), (2,)),
    "targets": Preparation(MIXED[2:3], target_scaling=scaling_of(2)),
    "targets of huge units": Preparation(MIXED[2:3], target_scaling=scaling_of(2, "float32", 1020, rest=True)),
}  # fmt: skip


@pytest.mark.parametrize("kind", PREPARATIONS)
def test_each_preparation_is_the_models_own(tmp_path: Path, kind: str) -> None:
    preparation = PREPARATIONS[kind]
    output = "identity" if preparation.target_scaling else "tanh"
    model = plain_model([preparation.width, 4, 2], output=output, preparation=preparation)
    found, expected = said_by(model, tmp_path / "model.py")
    assert np.ptp(expected, 0).all()
    np.testing.assert_array_equal(found, expected)


def test_a_large_network_stands_as_bytes_below_the_equations(tmp_path: Path) -> None:
    for dtype in ("float64", "float32"):
        model = plain_model([150, 140, 3], dtype=dtype)
        found, expected = said_by(model, tmp_path / "model.py")
        np.testing.assert_array_equal(found, expected)
        text = (tmp_path / "model.py").read_text("utf-8")
        assert text.index("def predict") < text.index("THETA = ")
        assert len(text) < 1.5 * model.network.parameters.theta.nbytes + 36_000


@pytest.mark.parametrize("model", [mixed_model(), plain_model([2, 2], output="identity", dtype="float32")])
def test_a_file_runs_on_python_3_9(model: Model) -> None:
    tree = ast.parse(python_file.source_of(model), feature_version=(3, 9))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "zip" or not node.keywords, "zip(strict=…) came with 3.10"
            union = node.func.id == "isinstance" and isinstance(node.args[1], ast.BinOp)
            assert not union, "isinstance(…, A | B) came with 3.10"
        assert not isinstance(node, ast.ImportFrom) or node.module in (*sys.stdlib_module_names, "collections.abc")
        assert not isinstance(node, ast.Import) or node.names[0].name in (*sys.stdlib_module_names, "numpy")


def test_a_file_holds_only_what_its_model_needs(tmp_path: Path) -> None:
    small = python_file.source_of(plain_model([2, 2, 1], "relu", "sigmoid"))
    for part in (
        "softmax",
        "levels",
        "category",
        "datetime",
        "FEATURES",
        "REST",
        "base64",
        "in_users_units",
        "DEVIATION",
    ):
        assert part not in small, part
    for part in ("def relu", "def sigmoid", "# line 7", "(15)", "A(l-1) Θ(l-1)"):
        assert part in small, part


HOSTILE = "\"\"\"\n'''\\"
NAMES = (HOSTILE, "é\u202e\x1b[31m", "#\r\nimport os", "{0}%s\\N{DASH}")


def test_names_from_outside_stay_text(tmp_path: Path) -> None:
    codings = tuple(ColumnCoding(name=name, source=name) for name in NAMES)
    model = plain_model([4, 3, 4], names=NAMES, preparation=Preparation(codings))
    found, expected = said_by(model, tmp_path / "model.py")
    np.testing.assert_array_equal(found, expected)
    text = (tmp_path / "model.py").read_text("utf-8")
    assert all(letter.isprintable() or letter == "\n" for letter in text)
    names = {
        node.targets[0].id: node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert ast.literal_eval(names["OUTPUTS"]) == ast.literal_eval(names["COLUMNS"]) == list(NAMES)


def test_only_functions_whose_text_is_there_are_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {*ACTIVATIONS, *OUTPUTS} == set(python_file.FUNCTIONS)
    monkeypatch.setattr(python_file, "FUNCTIONS", ("tanh",))
    with pytest.raises(InputError, match="softmax can't be written as Python: only tanh can"):
        python_file.source_of(plain_model([2, 2, 2]))


def test_a_file_that_does_not_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("raise OSError('no')")
    with pytest.raises(InputError, match="no"):
        python_file.read_back(tmp_path / "model.py")
