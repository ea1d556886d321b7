"""An exported Python file as a command: it prints what `predict` prints, with NumPy and nothing else."""

import io
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from some_models import plain_model

from core import Trainer
from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.data.source_settings import SourceSettings
from core.data.sources import read_table_of
from core.experiment.experiment import Experiment
from core.export import python_file
from core.model.model import Model
from core.prediction.predictions import Predictions

CHECKED = """\
import importlib.util, runpy, sys
assert importlib.util.find_spec("core") is None
assert importlib.util.find_spec("duckdb") is None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """model.py run by a Python that finds NumPy and nothing else that is installed."""
    numpy = Path(np.__file__).parent
    (folder / "packages").mkdir(exist_ok=True)
    for name in ("numpy", "numpy.libs"):
        link = folder / "packages" / name
        if (numpy.parent / name).exists() and not link.exists():
            link.symlink_to(numpy.parent / name)
    command = [sys.executable, "-S", "-s", "-B", "-W", "error", "-c", CHECKED, "model.py", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(folder / "packages")},
    )


def expected(model: Model, inputs: Array, proba: bool = True) -> bytes:
    table = Predictions(model, proba)
    return (table.csv_header() + table.csv(model.outputs(inputs))).encode()


def assert_same_predictions(one: bytes, other: bytes) -> None:
    """The same header and classes, and probabilities equal but for last bits, which kernels of a BLAS round apart."""
    rows, others = ([line.split(",") for line in text.decode().splitlines()] for text in (one, other))
    assert rows[0] == others[0]
    assert [row[0] for row in rows] == [row[0] for row in others]
    numbers, wanted = (np.array([row[1:] for row in table[1:]], float) for table in (rows, others))
    np.testing.assert_allclose(numbers, wanted, rtol=1e-12)


def breast_cancer(path: Path) -> None:
    """Write half of scikit-learn's rows as people have them in a CSV: with names, and cells that are missing."""
    found = find_spec("sklearn")
    assert found is not None
    place = next(iter(found.submodule_search_locations or ()))
    _first, *rows = (Path(place) / "datasets" / "data" / "breast_cancer.csv").read_text("utf-8").splitlines()
    cells = [row.split(",") for row in rows[::2]]
    for number, row in enumerate(cells):
        row[-1] = ("malignant", "benign")[int(row[-1])]
        row[number % 30] = row[number % 30] if number % 7 else "NA"
    names = [f"{part} of {what}" for what in ("size", "texture", "shape") for part in range(10)]
    path.write_text("\n".join(map(",".join, [[*names, "diagnosis"], *cells])) + "\n", "utf-8")


def test_breast_cancer_where_this_project_is_not_installed(tmp_path: Path) -> None:
    breast_cancer(tmp_path / "cancer.csv")
    trainer = Trainer(Experiment.load(str(tmp_path / "cancer.csv"), ["training.epochs=2"]))
    trainer.run()
    model = Model.of(trainer.network, trainer.data, "cancer", trainer.epoch)
    python_file.write(model, tmp_path / "model.py")
    done = alone(tmp_path, "cancer.csv", "--proba")
    assert done.returncode == 0, done.stderr
    said, known = expected(model, read_table_of(tmp_path / "cancer.csv", SourceSettings()).inputs), done.stdout
    assert_same_predictions(known, said)
    assert len(done.stderr.splitlines()) == 30


ROWS = """\
port;"an ""x"";";alone
C;1,5;yes
R;;YES
?;-2;no
"a;b";7;n/a
"""
CODINGS = (
    ColumnCoding(name='an "x";', source='an "x";', fill=0.25, flag=True),
    ColumnCoding(
        name="port", source="port", kind="category", levels=("C", "R", "S"), own=(0, 2), pooled=(1,), missing_level=True
    ),
    ColumnCoding(name="alone", source="alone", kind="boolean", levels=("no", "yes"), fill=1.0),
)
RAW = np.array([[1.5, 0, 1], [np.nan, 1, 1], [-2, np.nan, 0], [7, 3, np.nan]])
NAMES = ('say "no"', "", "é,\x1b[31m\n")
SHAPES: dict[str, dict[str, Any]] = {
    "classes": {"sizes": [7, 4, 3], "output": "softmax"},
    "two classes": {"sizes": [7, 4, 1], "output": "tanh", "dtype": "float32"},
    "labels": {"sizes": [7, 4, 3], "output": "sigmoid", "several_labels": True},
    "a regression": {"sizes": [7, 3], "output": "identity", "dtype": "float32"},
}  # fmt: skip


def main_of(model: Model, folder: Path) -> Callable[[Sequence[str]], int]:
    python_file.write(model, folder / "model.py")
    found: Callable[[Sequence[str]], int] = runpy.run_path(str(folder / "model.py"))["main"]
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_printed_is_what_predict_prints(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], shape: str
) -> None:
    names = NAMES[: 2 if shape == "two classes" else 3]
    model = plain_model(**SHAPES[shape], names=names, preparation=Preparation(CODINGS))
    (tmp_path / "new.csv").write_text(ROWS, "utf-8")
    main = main_of(model, tmp_path)
    for proba in (False, True):
        assert main([str(tmp_path / "new.csv"), *["--proba"] * proba]) == 0
        assert capfdbinary.readouterr().out == expected(model, RAW, proba)


def test_standard_input_of_a_header_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"x2,x1\n"))))
    assert main_of(plain_model([2, 1], output="sigmoid"), tmp_path)(["-", "--proba"]) == 0
    assert capsys.readouterr() == ("prediction,probability_a,probability_b\n", "")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    main = main_of(plain_model([2, 1], output="sigmoid"), tmp_path)
    (tmp_path / "new.csv").write_text("x1,x2\n1,2\n")
    with Path("/dev/full").open("w") as full, monkeypatch.context() as patched:
        patched.setattr("sys.stdout", full)
        status = main([str(tmp_path / "new.csv")])
    said = f"{Path(sys.argv[0]).name}: the output: No space left on device\n"
    assert (status, capsys.readouterr().err) == (4, said)


def test_exit_statuses_and_messages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main = main_of(plain_model([2, 1], output="sigmoid"), tmp_path)
    program = Path(sys.argv[0]).name
    assert main([str(tmp_path / "none.csv")]) == 2
    assert capsys.readouterr() == ("", f"{program}: {tmp_path / 'none.csv'}: No such file or directory\n")
    (tmp_path / "new.csv").write_text("x1,x3\n1,2\n")
    assert main([str(tmp_path / "new.csv")]) == 2
    message = "there is no column 'x2', from which the network learnt; found 'x1', 'x3'"
    assert capsys.readouterr() == ("", f"{program}: {tmp_path / 'new.csv'}: {message}\n")
    for wrong in (["--encoding", "none"], ["--separator", "ab"], ["--decimal", ";"]):
        with pytest.raises(SystemExit) as ended:
            main([str(tmp_path / "new.csv"), *wrong])
        assert ended.value.code == 2


def test_a_reader_that_goes_ends_it_quietly(tmp_path: Path) -> None:
    python_file.write(plain_model([2, 1], output="sigmoid"), tmp_path / "model.py")
    (tmp_path / "new.csv").write_text("x1,x2\n" + "1,2\n" * 3000)
    command = [sys.executable, "-I", "model.py", "new.csv", "--proba"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
