"""Weights in files of anyone: whose layers they are, in which order, and what is refused."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from core.calls import Array
from core.model.files.tensor_files import tensor_file
from core.model.files.weights_file import read_weights
from core.support.errors import InputError

RANDOM = np.random.default_rng(2)
SIZES = (4, 6, 5, 3)


def torch_layers(*numbers: int, form: str = "{}.{}", dtype: str = "float32") -> dict[str, Array]:
    """The state of a Sequential as PyTorch has it: weight s_{l+1} × s_l, and bias apart."""
    state = {}
    for number, (inputs, outputs) in zip(numbers, pairwise(SIZES), strict=True):
        state[form.format(number, "weight")] = RANDOM.normal(size=(outputs, inputs)).astype(dtype)
        state[form.format(number, "bias")] = RANDOM.normal(size=outputs).astype(dtype)
    return state


@pytest.mark.parametrize("form", ["{}.{}", "net.{}.{}", "layers.{}.{}", "fc{}.{}", "blocks.{}.0.{}"])
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_layers_of_pytorch_in_numeric_order(tmp_path: Path, form: str, dtype: str) -> None:
    """10 comes after 2, which it doesn't in the alphabet."""
    state, path = torch_layers(0, 2, 10, form=form, dtype=dtype), tmp_path / "net.safetensors"
    save_file(dict(reversed(state.items())), path)
    given = read_weights(path)
    assert (given.sizes, given.model, given.without_bias) == (list(SIZES), None, ())
    assert {theta.dtype.name for theta in given.thetas} == {"float64" if dtype == "float64" else "float32"}
    for number, theta in zip((0, 2, 10), given.thetas, strict=True):
        assert np.array_equal(theta[0], state[form.format(number, "bias")])
        assert np.array_equal(theta[1:], state[form.format(number, "weight")].T)


def test_bfloat16_is_the_upper_half_of_float32(tmp_path: Path) -> None:
    upper = np.array([[0x3F80, 0xC000], [0x4049, 0x0000]], "<u2")  # 1, -2, 3.140625, 0
    header = json.dumps({"0.weight": {"dtype": "BF16", "shape": [2, 2], "data_offsets": [0, 8]}}).encode()
    path = tmp_path / "half.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + upper.tobytes())
    given = read_weights(path)
    assert given.thetas[0].tolist() == [[0, 0], [1, 3.140625], [-2, 0]]
    assert given.without_bias == (1,)


def test_arrays_of_numpy(tmp_path: Path) -> None:
    thetas = [RANDOM.normal(size=(5, 2)), RANDOM.normal(size=(3, 1))]
    np.savez(tmp_path / "own.npz", theta_1=thetas[0], theta_2=thetas[1])
    arrays: dict[str, Any] = {**torch_layers(1, 3, 5)}
    np.savez(tmp_path / "torch.npz", **arrays)
    given = read_weights(tmp_path / "own.npz")
    assert all(map(np.array_equal, given.thetas, thetas))
    assert read_weights(tmp_path / "torch.npz").sizes == list(SIZES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"1.running_mean": np.zeros(6, "f4")}, "'1.running_mean'; expected theta_1"),
        ({"0.weight": np.zeros((6, 4, 3, 3), "f4")}, "'0.weight' is 6 × 4 × 3 × 3, expected outputs × inputs"),
        ({"0.bias": np.zeros(4, "f4")}, "'0.bias' is 4, expected 6, a number for each output of '0.weight'"),
        ({"2.weight": np.zeros((5, 7), "f4")}, "'0.weight' gives 6 outputs, and '2.weight' takes 7 inputs"),
        ({"0.weight": np.zeros((6, 4), "i4")}, "'0.weight' is of dtype 'I32', expected one of F64, F32, F16, BF16"),
        ({"0.bias": np.array([0, 0, np.nan, 0, 0, 0], "f4")}, "0.bias[3] is not finite"),
        ({"head.weight": np.zeros((3, 3), "f4")}, "expected theta_1"),
        ({"theta_2": np.zeros((3, 3), "f4")}, "'theta_2', expected theta_1, theta_2, … without a gap"),
    ],
)
def test_what_is_not_one_network_of_linear_layers(tmp_path: Path, change: dict[str, Array], said: str) -> None:
    path = tmp_path / "net.safetensors"
    save_file(torch_layers(0, 2, 4) | change, path)
    with pytest.raises(InputError) as problem:
        read_weights(path)
    assert str(problem.value).startswith(f"{path}: ")
    assert said in str(problem.value)


@pytest.mark.parametrize("ending", [".pt", ".pth", ".PKL"])
def test_never_by_pickle(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"net{ending}"
    with pytest.raises(InputError, match=r'save_file\(model.state_dict\(\), "net.safetensors"\)'):
        read_weights(path)  # it isn't even opened
    np.savez(tmp_path / "objects.npz", theta_1=np.array([[None], [1]], object))
    with pytest.raises(InputError, match="plain numbers"):
        read_weights(tmp_path / "objects.npz")


def test_metadata_of_other_programs_say_nothing(tmp_path: Path) -> None:
    save_file(torch_layers(0, 2, 4), tmp_path / "w.safetensors", {"model": "large", "program": '"trainer"'})
    assert read_weights(tmp_path / "w.safetensors").model is None


def test_damaged_files_are_told(tmp_path: Path) -> None:
    whole = tensor_file({"theta_1": np.ones((3, 2))}, {})
    two = tensor_file({"theta_1": np.ones((3, 2)), "theta_2": np.ones((3, 2))}, {})
    overlapping = two.replace(b"[48,96]", b"[47,95]")[:-1]
    for content in (b"", whole[:-1], whole + b"\0", whole.replace(b"F64", b"F32"), overlapping):
        (tmp_path / "w.safetensors").write_bytes(content)
        with pytest.raises(InputError, match="incomplete, or not a safetensors file"):
            read_weights(tmp_path / "w.safetensors")
    np.savez(tmp_path / "w.npz", theta_1=np.ones((3, 2)), metadata=np.array("{"))
    with pytest.raises(InputError, match="metadata can't be read"):
        read_weights(tmp_path / "w.npz")
