"""Models as ONNX: onnxruntime and onnx's reference say what the model says."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from some_models import model_of, standardizing

from core.activations import ACTIVATIONS
from core.calls import Array
from core.export import onnx_file
from core.losses import PAIRS
from core.model.model import Model

TOLERANCE = {"float64": 1e-12, "float32": 1e-5}
OUTPUTS = sorted({output for output, _loss in PAIRS})
RANDOM = np.random.default_rng(11)
ROWS = RANDOM.normal(50, 20, (40, 3))


def runtime(path: Path) -> Callable[[Array], Array]:
    """What onnxruntime makes of a file: rows of its input to rows of its output."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options)
    (given,) = session.get_inputs()
    return lambda rows: session.run(None, {given.name: rows})[0]


def differences(model: Model, path: Path, raw: Array) -> float:
    """The largest difference between the model, onnxruntime and what is read back, for all rows and for one."""
    onnx_file.write(model, path)
    run, read = runtime(path), onnx_file.read_back(path)
    dtype = model.network.parameters.dtype
    raw = raw.astype(dtype).astype(float)
    given = raw.astype(dtype) if len(model.preparation.codings) == model.preparation.width else model.prepared(raw)
    expected = model.outputs(raw)
    found = [run(given), np.vstack([run(given[[row]]) for row in range(3)]), read(raw)]
    assert {one.dtype for one in found} == {expected.dtype}
    assert np.isfinite(expected).any()
    for one in found:
        np.testing.assert_array_equal(np.isfinite(one), np.isfinite(expected[: len(one)]))
    scale = float(np.nanmax(np.abs(expected), initial=1, where=np.isfinite(expected)))
    return max(float(np.nanmax(np.abs(one - expected[: len(one)]))) for one in found) / scale


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_and_output(activation: str, output: str, dtype: str, tmp_path: Path) -> None:
    model = model_of(standardizing(ROWS), output, activation, dtype)
    assert differences(model, tmp_path / "m.onnx", ROWS) <= TOLERANCE[dtype]
