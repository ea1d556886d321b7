"""`mlp-tui export`, and `train --weights`: what they write, say and refuse."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from program import in_process

from core.export.export import exporter
from core.prediction.saved_model import load


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table and the run `runs/one`, trained on it."""
    folder = tmp_path_factory.mktemp("export")
    random = np.random.default_rng(0)
    lines = (f"{random.normal():.3f},{'uv'[n % 2]},{'pqr'[n % 3]}\n" for n in range(60))
    (folder / "t.csv").write_text("x,kind,class\n" + "".join(lines))
    done = in_process(folder, "train", "t.csv", "--epochs", "4", "--set", "network.hidden=[3]")
    assert done.returncode == 0, done.stderr
    (run,) = (folder / "runs").iterdir()
    run.rename(folder / "runs" / "one")
    return folder


def test_what_is_said(folder: Path) -> None:
    done = in_process(folder, "export", "one", "m.npz", "--card")
    size = (folder / "m.npz").stat().st_size
    assert done.stdout.splitlines() == [
        f"written to m.npz: the weights after 4 epochs, {size:,} bytes",
        "read back and compared on 316 rows: the largest difference is 0",
        "model card written to m.md",
    ]
    assert (folder / "m.md").read_text().startswith("---")
    again = in_process(folder, "export", "one", "m.npz", "--json", "--epoch", "2")
    assert json.loads(again.stdout) == {
        "file": "m.npz", "bytes": (folder / "m.npz").stat().st_size, "replaced": True, "weights": 2, "epoch": 2,
        "rows": 316, "largest_difference": 0.0, "card": None,
    }  # fmt: skip
    outputs = exporter(".npz").read_back(folder / "m.npz")(np.zeros((1, 2)))
    assert np.array_equal(outputs, load(folder / "runs" / "one", 2).outputs(np.zeros((1, 2))))


def test_rows_that_can_not_be_read_any_more(folder: Path) -> None:
    os.rename(folder / "t.csv", folder / "moved.csv")
    try:
        done = in_process(folder, "export", "one", "gone.npz")
        assert "compared on made rows alone" in done.stderr
        assert "on 256 rows" in done.stdout
        moved = in_process(folder, "export", "one", "gone.npz", "--set", "data.source=moved.csv")
        assert "on 316 rows" in moved.stdout
        assert "the file that stood there was replaced" in moved.stdout
    finally:
        os.rename(folder / "moved.csv", folder / "t.csv")


def test_what_is_refused(folder: Path) -> None:
    for line, said in (
        (["one", "m.pdf"], "m.pdf: found the ending '.pdf', expected one of .onnx"),
        (["one", "none/m.npz"], "there is no folder none"),
        (["two", "m.npz"], "two"),
        (["one", "m.npz", "--best", "--epoch", "1"], "exclude each other"),
    ):
        done = in_process(folder, "export", *line)
        assert (done.returncode, said in done.stderr) == (2, True), (line, done.stderr)


def test_training_starts_from_an_export_as_from_its_run(folder: Path) -> None:
    in_process(folder, "export", "one", "w.safetensors")
    words = ("train", "t.csv", "--epochs", "0", "--set", "network.hidden=[3]", "--json")
    digests = []
    for weights in ("w.safetensors", "runs/one"):
        done = in_process(folder, *words, "--weights", weights)
        assert "note: w" not in done.stderr
        digests.append(json.loads(done.stdout.splitlines()[-1])["weights_sha256"])
    assert digests[0] == digests[1] == json.loads((folder / "runs/one/result.json").read_text())["weights_sha256"]
    other = in_process(folder, *words, "--weights", "w.safetensors", "--seed", "5")
    assert "note: w.safetensors: its inputs were prepared otherwise" in other.stderr
    fit = in_process(folder, "train", "t.csv", "--set", "network.hidden=[4]", "--weights", "w.safetensors")
    assert (fit.returncode, "found the layers 3-3-3, the experiment needs 3-4-3" in fit.stderr) == (2, True)


def test_the_screen_needs_to_know_whose_weights(folder: Path) -> None:
    from tui_mlp.cli.options import Options
    from tui_mlp.cli.screen.open_screen import open_app

    with pytest.raises(ValueError, match="found no EXPERIMENT"):
        open_app(None, Options(False, (), folder / "runs", False), folder / "w.safetensors")
