"""Exports: each is read back and compared before it gets its name, and what fails leaves nothing."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from mixed_models import mixed_model, mixed_preparation, mixed_rows
from some_models import fitted, model_of

from core.calls import Array
from core.export import export
from core.export.export import EXPORTERS, MOST_ROWS, export_model
from core.export.made_rows import MADE, made_rows
from core.model.model import Model
from core.support.errors import InputError


@pytest.mark.parametrize("ending", EXPORTERS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_kind_says_the_same(tmp_path: Path, ending: str, dtype: str) -> None:
    model, path = mixed_model(dtype=dtype), tmp_path / f"my model{ending}"
    done = export_model(model, path, mixed_rows())
    assert (done.path, done.size, done.rows) == (path, path.stat().st_size, 90 + MADE)
    assert done.largest_difference <= (1e-12 if dtype == "float64" else 1e-5)
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("ending", [".safetensors", ".npz"])
def test_the_same_model_makes_the_same_bytes(tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    export_model(mixed_model(), first)
    os.utime(first, (0, 0))
    export_model(mixed_model(), second)
    assert first.read_bytes() == second.read_bytes()


def test_numpy_and_safetensors_read_them(tmp_path: Path) -> None:
    from json import loads

    from safetensors import safe_open

    model = mixed_model()
    for ending in (".npz", ".safetensors"):
        export_model(model, tmp_path / f"m{ending}")
    with np.load(tmp_path / "m.npz", allow_pickle=False) as found:
        assert np.array_equal(found["theta_2"], model.network.thetas[1])
        metadata = loads(str(found["metadata"]))
    with safe_open(tmp_path / "m.safetensors", "numpy") as file:
        assert np.array_equal(file.get_tensor("theta_2"), model.network.thetas[1])
        assert {key: loads(value) for key, value in file.metadata().items()} == metadata
    assert metadata["columns"][1] == {"name": "island", "kind": "category", "flag": False}


def test_made_rows_have_unusual_cells() -> None:
    rows, preparation = made_rows(mixed_preparation()), mixed_preparation()
    assert np.isnan(rows).any(0).all()
    assert (rows[:, 1] == 3).any(), "a category that no training row has"
    assert np.nanstd(rows[:, 0]) == pytest.approx(12, rel=0.3), "around the numbers of training"
    assert np.isfinite(preparation.transform(rows)).all()
    assert np.array_equal(rows, made_rows(preparation), equal_nan=True)


def faulty(change: Callable[[Array], Array]) -> SimpleNamespace:
    """An exporter whose file says something else than the model."""

    def write(model: Model, path: Path) -> None:
        path.write_bytes(b"new")
        written.append(model)

    written: list[Model] = []
    return SimpleNamespace(write=write, read_back=lambda _path: lambda rows: change(written[0].outputs(rows)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda outputs: outputs + 2e-12, "off by 2e-12 in output 1"),
        (lambda outputs: np.where(outputs > 0.5, np.nan, outputs), "off by inf"),
        (lambda outputs: outputs[:, :2], r"shape \(256, 2\), expected \(256, 3\)"),
    ],
)
def test_a_difference_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Array], Array], said: str
) -> None:
    monkeypatch.setattr(export, "exporter", lambda _ending: faulty(change))
    path = tmp_path / "m.npz"
    path.write_bytes(b"old")
    with pytest.raises(InputError, match=said):
        export_model(mixed_model(), path)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("m.npz", b"old")]
    monkeypatch.setattr(export, "exporter", lambda _ending: faulty(lambda outputs: outputs + 5e-13))
    assert export_model(mixed_model(), path).largest_difference == pytest.approx(5e-13, rel=1e-3)


def test_a_regression_is_measured_by_its_own_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is nothing beside targets of a million is too much beside those of a millionth."""
    monkeypatch.setattr(export, "exporter", lambda _ending: faulty(lambda outputs: outputs + 1e-9))
    rows = np.random.default_rng(1).normal(size=(30, 2))
    for size, passes in ((1e6, True), (1e-6, False)):
        model = model_of(fitted(rows), "identity", task="regression", outputs=1)
        model.network.thetas[-1][...] *= size
        if passes:
            export_model(model, tmp_path / "m.npz", rows)
        else:
            with pytest.raises(InputError, match="off by 1e-09"):
                export_model(model, tmp_path / "m.npz", rows)


def test_each_target_is_measured_by_its_own_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "exporter", lambda _ending: faulty(lambda outputs: np.add(outputs, [0, 1e-9])))
    model = model_of(fitted(np.random.default_rng(1).normal(size=(30, 2))), "identity", task="regression", outputs=2)
    model.network.thetas[-1][...] *= [1e6, 1e-6]
    with pytest.raises(InputError, match="off by 1e-09 in output 2"):
        export_model(model, tmp_path / "m.npz")


def test_messages_name_the_file_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the one beside its place, which is gone when the message is read."""

    def write(_model: Model, path: Path) -> None:
        raise InputError(f"{path}: is too large")

    monkeypatch.setattr(export, "exporter", lambda _ending: SimpleNamespace(write=write))
    with pytest.raises(InputError) as caught:
        export_model(mixed_model(), tmp_path / "m.npz")
    assert str(caught.value) == f"{tmp_path / 'm.npz'}: is too large"


def test_of_many_rows_some_are_compared(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    rows = np.random.default_rng(1).normal(size=(3 * MOST_ROWS, 2))
    export_model(model_of(fitted(rows)), tmp_path / "m.npz", rows, lambda *done: told.append(done))
    assert told[-1] == (MOST_ROWS + MADE,) * 2
    assert sorted(told) == told


def test_where_a_file_can_not_stand(tmp_path: Path) -> None:
    (tmp_path / "folder.npz").mkdir()
    (tmp_path / "experiment.toml").touch()
    for name, said in (
        ("m.onx", r"found the ending '.onx', expected one of .onnx .safetensors .npz .py; did you mean '.onnx'\?"),
        ("m", "found the ending ''"),
        ("folder.npz", "found a folder"),
        ("none/m.npz", "there is no folder"),
        ("last.safetensors", "it belongs to a run"),
    ):
        with pytest.raises(InputError, match=said):
            export_model(mixed_model(), tmp_path / name)


def test_a_file_is_replaced_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.npz").write_bytes(b"old")
    (tmp_path / "link.npz").symlink_to("real.npz")
    assert export_model(mixed_model(), tmp_path / "link.npz").replaced
    assert (tmp_path / "link.npz").is_symlink()
    assert (tmp_path / "real.npz").read_bytes() != b"old"
    assert not export_model(mixed_model(), tmp_path / "NEW.NPZ").replaced
