"""Models as ONNX: onnxruntime and onnx's reference say what the model says."""

import csv
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import pytest
from mixed_models import mixed_model, mixed_rows
from some_models import fitted, model_of

from core import Experiment, Trainer
from core.activations import ACTIVATIONS
from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.preparing.preprocessing import FEATURES, Scaling
from core.data.table import InputColumn, Table
from core.export import onnx_file, onnx_model
from core.export.run_export import export_run
from core.losses import PAIRS
from core.model.files.weights_file import read_model, read_weights
from core.model.model import Model
from core.model.raw_inputs import raw_inputs
from core.prediction.saved_model import SavedModel
from core.runs.run_folder import RunFolder
from core.support.errors import InputError

TOLERANCE = {"float64": 1e-12, "float32": 1e-5}
OUTPUTS = sorted({output for output, _loss in PAIRS})
RANDOM = np.random.default_rng(11)
ROWS = RANDOM.normal(50, 20, (40, 3))


def runtime(path: Path) -> Callable[[Array], Array]:
    """What onnxruntime makes of a file: rows of its input to rows of its output."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options)
    (given,) = session.get_inputs()
    return lambda rows: session.run(None, {given.name: rows})[0]


def check(model: Model, path: Path, raw: Array) -> None:
    """Export the model; onnxruntime and what is read back say the same of raw rows, of all together and of each."""
    onnx_file.write(model, path)
    run, dtype = runtime(path), model.network.parameters.dtype
    with np.errstate(over="ignore"):
        raw = raw.astype(dtype).astype(float)
    given = onnx_model.graph_inputs(model, raw)
    expected = model.outputs(raw)
    finite = expected[np.isfinite(expected)]
    tolerance = TOLERANCE[dtype.name] * max(1, np.abs(finite).max())
    for found in (run(given), np.vstack([run(row[None]) for row in given]), onnx_file.read_back(path)(raw)):
        assert found.dtype == expected.dtype
        np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance)


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_and_output(activation: str, output: str, dtype: str, tmp_path: Path) -> None:
    model = model_of(fitted(ROWS), output, activation, dtype)
    check(model, tmp_path / "m.onnx", ROWS)


def awkward_rows() -> Array:
    """Rows with missing cells, a constant column, a mean of many digits beside its deviation, and tiny numbers."""
    columns = ROWS[:, 0], ROWS[:, 1], np.full(40, 7.0), 3e5 + ROWS[:, 2] / 2**8, ROWS[:, 1] * 1e-30
    rows = np.column_stack(columns).astype(np.float32).astype(float)
    rows[1, :2] = rows[5, [0, 3]] = np.nan
    return rows


@pytest.mark.parametrize("missing", ["mean", "median+flag"])
@pytest.mark.parametrize("dtype", TOLERANCE)
def test_cells_are_filled_and_standardised_inside(dtype: str, missing: str, tmp_path: Path) -> None:
    rows = awkward_rows()
    preparation = replace(fitted(rows, missing), target_scaling=Scaling.of(1e6 + 1e-3 * ROWS[:, :2]))
    assert preparation.scaling is not None
    assert preparation.constant
    model = model_of(preparation, "identity", "leaky_relu", dtype, 2, "regression")
    unseen = rows[:4].copy()
    unseen[2:, 2] = 1e30, np.nan  # in the constant column
    unseen[3] = np.nan
    check(model, tmp_path / "m.onnx", np.vstack([rows, unseen]))


def test_a_mean_of_more_digits_than_float64_has(tmp_path: Path) -> None:
    rows = np.column_stack([2.0**53 + 2 * np.arange(40), ROWS[:, 1]])
    model = model_of(fitted(rows))
    assert model.preparation.scaling is not None
    assert model.preparation.scaling.rest.any()
    check(model, tmp_path / "m.onnx", rows)


@pytest.mark.parametrize("unit", [1e307, 1e-307, 1e300])
def test_units_at_the_ends_of_float64(unit: float, tmp_path: Path) -> None:
    rows = ROWS / 10 * unit
    model = model_of(replace(fitted(rows), target_scaling=Scaling.of(rows)), "identity", "tanh", task="regression")
    check(model, tmp_path / "m.onnx", np.vstack([rows, -rows, ROWS]))


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "leaky_relu", "tanh"])
def test_cells_without_bounds(activation: str, dtype: str, tmp_path: Path) -> None:
    """Infinite, huge and missing cells, the latter without a fill value: what isn't a number is none in both."""
    preparation = Preparation(tuple(msgspec.structs.replace(one, fill=None) for one in fitted(ROWS).codings))
    model = model_of(preparation, "softmax", activation, dtype)
    rows = np.array([[1e300, 1, 2], [np.inf, 1, 2], [-np.inf, np.inf, 0], [np.nan, 1, 2], [1e38, -1e38, 1e38]])
    check(model, tmp_path / "m.onnx", np.vstack([rows, ROWS / 50]))


@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize("dtype", TOLERANCE)
def test_features_are_made_inside(dtype: str, standardize: bool, tmp_path: Path) -> None:
    rows = ROWS[:, :2] / 20
    rows[3, 1] = np.nan
    model = model_of(fitted(rows, "mean", standardize, list(FEATURES)), "sigmoid", "sigmoid", dtype, 1)
    check(model, tmp_path / "m.onnx", rows)


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_a_table_with_categories_goes_in_coded(dtype: str, tmp_path: Path) -> None:
    rows = mixed_rows()
    rows[0, 1] = rows[1, 4] = 50  # categories that training rows didn't have
    rows[2] = np.nan
    model, path = mixed_model("tanh", dtype=dtype), tmp_path / "m.onnx"
    check(model, path, rows)
    written = onnx.load(path)
    assert [one.name for one in written.graph.input] == ["prepared_inputs"]
    read = read_model(path)
    np.testing.assert_array_equal(read.outputs(rows), model.outputs(rows))


def table_of_many_kinds() -> str:
    """A CSV with a number, categories, a boolean and a date, some cells missing."""
    lines = ["age,city,zip,member,since,bought"]
    for n in range(120):
        age, city = "" if n % 11 == 3 else f"{18 + n * 7 % 60}.5", ("", "Rom", "Bern", "Oslo")[n % 4]
        lines.append(
            f"{age},{city},z{n * n % 83},{'yes' if n % 3 else 'no'},{1990 + n % 30}-0{1 + n % 9}-1{n % 10},b{n % 2}"
        )
    return "\n".join(lines)


def coded_by_metadata(row: Mapping[str, str], about: Mapping[str, Any]) -> list[float]:
    """A row of a table as a stranger prepares it who has nothing but the file's metadata."""
    made: list[float] = []
    for column in about["columns"]:
        name, kind = column["name"], column["kind"]
        cell = row[column.get("source", name)]
        if kind == "category":
            category = about["categories"][name]
            made += [cell == level for level in category["own"]]
            made += [cell in category["pooled"]] if category["pooled"] else []
            made += [not cell] if category["missing_level"] else []
            continue
        if not cell:
            made.append(about["fill_values"][name])
        elif kind == "date":
            assert column["date_format"] == "Y-m-d"
            day = date.fromisoformat(cell)
            parts = {"year": day.year, "month": day.month, "day of week": day.weekday() + column.get("monday", 0)}
            made.append(parts[column["part"]])
        else:
            levels = about["levels"].get(name)
            made.append(levels.index(cell) if levels else float(cell))
        if column["flag"]:
            made.append(not cell)
    return made


@pytest.mark.parametrize("missing", ["mean", "zero+flag"])
def test_the_metadata_alone_say_how_rows_are_prepared(missing: str, tmp_path: Path) -> None:
    """Standardising is in the graph: a stranger fills numbers and codes categories, and no more."""
    source, path = tmp_path / "t.csv", tmp_path / "m.onnx"
    source.write_text(table_of_many_kinds())
    trainer = Trainer(Experiment.load(source, [f"data.missing={missing}"]))
    trainer.run_epoch()
    model = trainer.model
    onnx_file.write(model, path)
    about = {one.key: json.loads(one.value) for one in onnx.load(path).metadata_props}
    with source.open(newline="") as lines:
        rows = [*csv.DictReader(lines)]
    given = np.array([coded_by_metadata(row, about) for row in rows], float)
    assert given.shape[1] == len(about["inputs"])
    assert about["categories"]["zip"]["pooled"]
    expected = model.outputs(raw_inputs(model.preparation, rows, by_name=True))
    np.testing.assert_allclose(runtime(path)(given), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_features_of_a_boolean_are_made_inside(dtype: str, tmp_path: Path) -> None:
    columns = InputColumn("x", source="x"), InputColumn("fed", "boolean", ("no", "yes"), "fed")
    rows = np.column_stack([ROWS[:, 0], np.arange(40) % 2])
    table = Table(rows, ("x", "fed"), input_columns=columns)
    preparation = fit_preparation(table, np.arange(40), features=["x1", "x1*x2", "sin(x1)"])
    check(model_of(preparation, dtype=dtype), tmp_path / "m.onnx", rows)


def test_no_more_nodes_than_are_needed_named_as_in_the_lecture(tmp_path: Path) -> None:
    model = model_of(fitted(ROWS, standardize=False), "softmax", ["identity", "relu"])
    onnx_file.write(model_of(Preparation(fitted(ROWS).codings), "sigmoid"), tmp_path / "m.onnx")
    plain = replace(
        model, preparation=Preparation(tuple(ColumnCoding(name=one.name) for one in model.preparation.codings))
    )
    onnx_file.write(plain, tmp_path / "m.onnx")
    written = onnx.load(tmp_path / "m.onnx")
    onnx.checker.check_model(written, full_check=True)
    assert (written.ir_version, [one.version for one in written.opset_import]) == (8, [17])
    graph = written.graph
    assert [one.name for one in graph.node] == ["Z2", "Z3", "A3", "Z4", "probabilities"]
    assert [one.name for one in graph.initializer][:2] == ["Theta1_weights", "Theta1_bias"]


def test_columns_beyond_float32_are_refused_by_name(tmp_path: Path) -> None:
    model = model_of(fitted(ROWS * 1e60), dtype="float32")
    with pytest.raises(InputError, match=r"m\.onnx: input 'c1' reaches beyond what float32 holds"):
        onnx_file.write(model, tmp_path / "m.onnx")


def test_a_function_without_operator_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delitem(onnx_model.OPERATORS, "relu")
    with pytest.raises(InputError, match=r"m\.onnx: found the function 'relu', expected one of sigmoid"):
        onnx_file.write(model_of(fitted(ROWS), activation="relu"), tmp_path / "m.onnx")


def test_a_graph_that_onnx_would_not_read_is_not_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(onnx_model.OPERATORS, "relu", onnx_model.Operator("Rely"))
    with pytest.raises(onnx.checker.ValidationError, match="Rely"):
        onnx_file.write(model_of(fitted(ROWS), activation="relu"), tmp_path / "m.onnx")
    assert not list(tmp_path.iterdir())


def test_a_graph_whose_shapes_do_not_fit_is_not_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(onnx_file, "graph_width", lambda model: 7)
    with pytest.raises(onnx.shape_inference.InferenceError, match="dim"):
        onnx_file.write(model_of(Preparation(fitted(ROWS).codings)), tmp_path / "m.onnx")
    assert not list(tmp_path.iterdir())


def test_more_weights_than_a_file_holds_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(onnx_file, "LARGEST", onnx_file.BESIDE_WEIGHTS + 100)
    with pytest.raises(InputError, match=r"m\.onnx: an ONNX file holds at most 2 GiB.*\.safetensors"):
        onnx_file.write(model_of(fitted(ROWS)), tmp_path / "m.onnx")


def test_without_the_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(InputError, match=r"pip install 'mlp-tui\[onnx\]'"):
        onnx_file.write(model_of(fitted(ROWS)), tmp_path / "m.onnx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\x08\x12\x00"])
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.onnx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"m\.onnx: found "):
        onnx_file.read_back(path)


def first_weights(message: onnx.ModelProto) -> onnx.TensorProto:
    (found,) = [one for one in message.graph.initializer if one.name == "Theta1_weights"]
    assert isinstance(found, onnx.TensorProto)
    return found


def without_bias(message: onnx.ModelProto) -> None:
    del message.graph.initializer[-1]


def cut(message: onnx.ModelProto) -> None:
    first_weights(message).raw_data = b"1234"


def text_for_numbers(message: onnx.ModelProto) -> None:
    tensor = first_weights(message)
    tensor.ClearField("raw_data")
    tensor.data_type = onnx.TensorProto.STRING
    tensor.string_data[:] = [b"x"] * 15


def in_another_file(message: onnx.ModelProto) -> None:
    tensor = first_weights(message)
    onnx.external_data_helper.set_external_data(tensor, "/etc/hostname")
    tensor.data_location = onnx.TensorProto.EXTERNAL


def of_other_shape(message: onnx.ModelProto) -> None:
    tensor = first_weights(message)
    tensor.dims[:] = reversed(tensor.dims)


def without_record(message: onnx.ModelProto) -> None:
    del message.metadata_props[:]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (without_bias, "its weights don't fit its layers"),
        (cut, "Theta1_weights can't be read"),
        (text_for_numbers, "Theta1_weights: expected numbers as float32 or float64"),
        (in_another_file, "Theta1_weights: expected numbers .* in the file itself"),
        (of_other_shape, r"Theta1_weights has shape \(5, 3\) and Theta1_bias has shape \(5,\)"),
        (without_record, "found weights alone"),
    ],
)
def test_damaged_files_are_refused(damage: Callable[[onnx.ModelProto], None], said: str, tmp_path: Path) -> None:
    path = tmp_path / "m.onnx"
    onnx_file.write(model_of(fitted(ROWS)), path)
    message = onnx.load(path)
    damage(message)
    path.write_bytes(message.SerializeToString())
    with pytest.raises(InputError, match=rf"m\.onnx: .*{said}"):
        read_model(path)


def test_breast_cancer_from_a_table(tmp_path: Path) -> None:
    """Scikit-learn's data written as CSV, trained, exported: other programs say what the model says of each row."""
    from sklearn.datasets import load_breast_cancer

    cancer = load_breast_cancer()
    names = [name.replace(" ", "_") for name in cancer.feature_names]
    diagnoses = cancer.target_names[cancer.target]
    lines = [
        ",".join([*map(repr, row), diagnosis]) for row, diagnosis in zip(cancer.data.tolist(), diagnoses, strict=True)
    ]
    source = tmp_path / "cancer.csv"
    source.write_text("\n".join([",".join([*names, "diagnosis"]), *lines]))
    trainer = Trainer(Experiment.load(source, ["training.epochs=15"]))
    for _epoch in range(15):
        trainer.run_epoch()
    model = Model.of(trainer.network, trainer.data)
    check(model, tmp_path / "m.onnx", cancer.data)
    outputs = runtime(tmp_path / "m.onnx")(cancer.data)
    named = np.array(model.meaning.names)[model.class_numbers(outputs)]
    assert (named == diagnoses).mean() > 0.95


def test_columns_for_which_float32_is_coarse_are_told(tmp_path: Path) -> None:
    """The file takes float32, so it is compared on rows of float32; that this costs digits is said."""
    source = tmp_path / "t.csv"
    source.write_text(
        "stamp,b,c\n" + "\n".join(f"{1.7e9 + n / 8},{n % 5},{'no' if n % 3 else 'yes'}" for n in range(60))
    )
    trainer = Trainer(Experiment.load(source, ["dtype=float32", "data.kinds={stamp='number'}"]))
    trainer.run_epoch()
    model = Model.of(trainer.network, trainer.data)
    saved = SavedModel(model, RunFolder(tmp_path), trainer.experiment, lambda: trainer.data, [])
    done = export_run(saved, tmp_path / "m.onnx")
    assert done.exported.largest_difference <= 1e-5
    assert [note for note in done.notes if note.endswith("how little these columns vary: 'stamp'")]
    assert not export_run(saved, tmp_path / "m.npz").notes


def test_float32_is_coarse_only_where_a_column_varies_and_is_taken_in_it() -> None:
    rows = np.column_stack([1.7e9 + np.arange(40), np.full(40, 1.7e9), ROWS[:, 0]])
    fit = fitted(rows)
    assert fit.constant == (1,)
    assert onnx_model.coarse_columns(model_of(fit, dtype="float32")) == [fit.input_names[0]]
    assert onnx_model.coarse_columns(model_of(fit)) == []
    assert onnx_model.coarse_columns(model_of(fitted(rows, standardize=False), dtype="float32")) == []
    features = fitted(rows[:, ::2], "mean", True, ["x1", "x2"])
    assert onnx_model.coarse_columns(model_of(features, dtype="float32")) == [], "they are made in float64"


def test_own_files_are_taken_in_as_weights(tmp_path: Path) -> None:
    path = tmp_path / "m.onnx"
    model = model_of(fitted(ROWS), dtype="float32")
    onnx_file.write(model, path)
    given = read_weights(path)
    assert given.sizes == model.network.parameters.sizes
    for own, read in zip(model.network.thetas, given.thetas, strict=True):
        np.testing.assert_array_equal(own, read, strict=True)
