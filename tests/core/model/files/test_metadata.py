"""The metadata of weights: enough to compute with, by other programs, and to restore the model to the last bit."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from mixed_models import COLUMNS, mixed_model, mixed_rows
from some_models import fitted, model_of

from core.calls import Array
from core.data.preparing.preprocessing import Scaling
from core.model.files.metadata import RECORD, plain_metadata
from core.model.model_record import from_json, to_json
from core.support.errors import InputError


def prepared_by(found: dict[str, Any], rows: Array) -> Array:
    """The inputs of the network, made as a stranger would who has nothing but the metadata."""
    made: list[Array] = []
    for place, column in enumerate(found["columns"]):
        cells, name = rows[:, place], column["name"]
        missing = np.isnan(cells)
        if column["kind"] == "category":
            levels, coded = found["levels"][name], found["categories"][name]
            texts = ["?" if gone else levels[int(cell)] for cell, gone in zip(cells, missing, strict=True)]
            groups = [[level] for level in coded["own"]] + ([coded["pooled"]] if coded["pooled"] else [])
            made += [np.array([text in group for text in texts]) for group in groups]
            made += [missing] if coded["missing_level"] else []
        else:
            made += [np.where(missing, found["fill_values"][name], cells)] + [missing] * column["flag"]
    inputs: Array = (np.column_stack(made) - found["means"]) / found["scales"]
    return inputs


def test_a_stranger_computes_the_same_with_them() -> None:
    model, rows = mixed_model(), mixed_rows()
    found = {key: json.loads(value) for key, value in plain_metadata(model).items()}
    A = prepared_by(found, rows)
    assert A.shape[1] == len(found["inputs"]) == found["sizes"][0]
    for theta, activation in zip(model.network.thetas, [*found["activations"], found["output"]], strict=True):
        Z = np.column_stack([np.ones(len(A)), A]) @ theta
        A = np.tanh(Z) if activation == "tanh" else np.exp(Z) / np.exp(Z).sum(1, keepdims=True)
    assert np.abs(A - model.outputs(rows)).max() < 1e-12
    assert [column["name"] for column in found["columns"]] == [column.name for column in COLUMNS]
    assert (found["task"], found["class_names"], found["dtype"]) == ("classification", ["a", "b", "c"], "float64")
    assert len(found["categories"]["zip"]["pooled"]) > 1


def test_the_outputs_of_a_regression_in_their_own_units() -> None:
    """Targets of which each has another unit."""
    rows = np.random.default_rng(2).normal(3, 2, (40, 2))
    targets = Scaling.of(rows * (1, 1e6))
    model = model_of(replace(fitted(rows), target_scaling=targets), "identity", outputs=2, task="regression")
    found = {key: json.loads(value) for key, value in plain_metadata(model).items()}
    A = model.network.outputs(prepared_by(found, rows))
    expected = model.outputs(rows)
    np.testing.assert_allclose(A * found["target_scales"] + found["target_means"], expected, rtol=1e-12)
    assert np.ptp(expected[:, 1]) > 1e5
    assert (found["target_names"], found["class_names"]) == (["p", "q"], [])


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_record_among_them_restores_all_bits(dtype: str) -> None:
    model, rows = mixed_model(dtype=dtype), mixed_rows()
    restored = from_json(plain_metadata(model)[RECORD].encode(), model.network.thetas)
    assert restored.outputs(rows).tobytes() == model.outputs(rows).tobytes()


def test_all_that_the_record_says_comes_back() -> None:
    pictures = replace(mixed_model(), shape=(2, 3), channels=3, epoch=7, named_columns=False)
    restored = from_json(to_json(pictures), pictures.network.thetas)
    for key in ("name", "target", "meaning", "preparation", "shape", "channels", "epoch", "named_columns"):
        assert repr(getattr(restored, key)) == repr(getattr(pictures, key)), key


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": 99}, "it has the format 99, expected 1"),
        ({"sizes": [3, 5, 4, 2]}, "its weights don't fit its layers"),
        (
            {"preparation": json.loads(to_json(model_of(fitted(np.eye(2)))))["preparation"]},
            "its columns and inputs don't",
        ),
    ],
    ids=["format", "layers", "columns"],
)
def test_a_record_that_does_not_fit_is_refused(change: dict[str, Any], told: str) -> None:
    model = mixed_model()
    with pytest.raises(InputError, match=told):
        from_json(json.dumps(json.loads(to_json(model)) | change).encode(), model.network.thetas)


def test_units_beyond_float64_stay_json() -> None:
    """The mean of a column near the largest number, and names that are no UTF-8."""
    model = model_of(fitted(np.array([[1.7e308, 1e-308], [-1.7e308, 3e-308], [1.6e308, 2e-308]])), "identity")
    model = type(model)(model.network, model.preparation, model.meaning, "caf\udce9", ("y\udce9",))
    found = {key: json.loads(value) for key, value in plain_metadata(model).items()}
    assert np.isfinite(found["means"] + found["scales"]).all()
    assert found["scales"][0] > 1e308
    assert (found["name"], found["target"]) == ("caf?", ["y?"])
