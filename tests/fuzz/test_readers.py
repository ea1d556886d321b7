"""Tables, arrays and experiments changed at random: read and trained, or refused in one message, and never a hang."""

import io
import json
import os
import random
import zipfile
from pathlib import Path

import numpy as np
import pytest
from mutations import MUTATIONS, at_most, mutated, mutations

from core import Trainer
from core.divergence import Diverged
from core.errors import InputError
from core.experiment import Experiment
from core.saving import outcome

SEED = int(os.environ.get("FUZZ_SEED", "1"))
MOST_WEIGHTS = 200_000
"""A larger network is right, but takes its time."""
NO_SPLITS = ["data.validation_fraction=0", "data.test_fraction=0"]

TABLE = b"""length,width,label
1.5,0.25,yes
-2.0,3e-2,no
0.75,1e5,yes
4.0,0.5,no
5.5,-7.5,yes
6.25,8.0,no
"""
QUOTED = '"a, b";"näme";"y"\n"1.0";"2";"0"\n"3";"4";"1"\n"5";"6.5";"0"\n"7";"8";"1"\n'.replace(";", ",").encode()
MEASURED = b"x\ty\n" + b"".join(f"{x}\t{3 * x + 2}\n".encode() for x in range(12))

EXPERIMENT = b"""name = "two moons"
seed = 3
dtype = "float64"

[data]
source = "moons"
samples = 40
noise = 0.1
validation_fraction = 0.2
features = ["x1", "x2", "x1^2"]

[network]
hidden = [4, 3]
activation = ["tanh", "relu"]
output = "sigmoid"
initial_scale = 0.5

[training]
optimizer = "adam"
learning_rate = 0.01
batch_size = 5
epochs = 3
l2 = 0.1
dropout = 0.1
early_stopping = 2
"""
INLINE = b"""name = "by hand"
[data]
source = "inline"
inputs = [[0.0, 1.0], [1.0, 0.5]]
targets = [[1.0], [0.0]]
validation_fraction = 0.0
test_fraction = 0.0
[network]
hidden = [2]
weights = [[[0.1, 0.2], [0.3, 0.4], [0.5, -0.6]], [[0.1], [0.7], [-0.8]]]
[training]
batch_size = 0
epochs = 2
"""


def arrays(**given: np.ndarray) -> bytes:
    """The bytes of an .npz file."""
    file = io.BytesIO()
    np.savez(file, **given)
    return file.getvalue()


def compressed() -> bytes:
    """The bytes of a compressed one."""
    file = io.BytesIO()
    np.savez_compressed(file, X=np.arange(24.0).reshape(12, 2), y=np.arange(12) % 2)
    return file.getvalue()


def members_mutated(content: bytes, rng: random.Random) -> bytes:
    """An archive whose members are changed inside, with right check sums; or else its bytes."""
    if rng.random() < 0.4:
        return mutated(content, rng)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(file, "w") as out:
        for name in given.namelist():
            inside = given.read(name)
            called = name if rng.random() < 0.8 else rng.choice(["Z.npy", "X", "x.npy"])
            if called not in out.namelist():
                out.writestr(called, mutated(inside, rng) if rng.random() < 0.7 else inside)
    return file.getvalue()


def tried(path: Path, name: str) -> str:
    """What came of a file: "trained", "diverged" or "refused: " and why; anything else is raised."""
    with at_most(20, name):
        try:
            experiment = Experiment.load(path, [] if path.suffix == ".toml" else NO_SPLITS)
            if experiment.training.epochs > 2:
                experiment = experiment.replace("training.epochs", 2)
            if experiment.training.early_stopping and not experiment.training.evaluate_every:
                return "trained"
            trainer = Trainer(experiment)
            if len(trainer.network.parameters.theta) > MOST_WEIGHTS or trainer.data.train.m > 10_000:
                return "trained"
            trainer.run()
            json.dumps(outcome(trainer, "epochs", None), allow_nan=False)
            assert np.isfinite(trainer.network.parameters.theta).all(), name
        except InputError as problem:
            return f"refused: {problem}"
        except Diverged:
            return "diverged"
        except Exception as fault:
            fault.add_note(f"{name}: {path}")
            raise
    return "trained"


def all_tried(path: Path, originals: list[bytes], count: int, mutate=mutated) -> dict[str, int]:
    """How many trained, diverged and were refused."""
    found = {"trained": 0, "diverged": 0, "refused": 0}
    for original in originals:
        path.write_bytes(original)
        assert tried(path, "unchanged") == "trained"
    for name, content in mutations(SEED, originals, count, mutate):
        path.write_bytes(content)
        result, _, reason = tried(path, name).partition(": ")
        assert reason.strip() or result != "refused", f"{name}: refused without a word"
        found[result] += 1
    return found


FILES = {
    "table.csv": ([TABLE, QUOTED], mutated),
    "table.tsv": ([MEASURED], mutated),
    "arrays.npz": (
        [
            arrays(X=np.arange(24.0).reshape(12, 2), y=np.arange(12) % 2),
            arrays(X=np.arange(24.0, dtype="f4").reshape(12, 2), y=np.linspace(0, 1, 12)),
            compressed(),
        ],
        members_mutated,
    ),
    "experiment.toml": ([EXPERIMENT, INLINE], mutated),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("count", [60, pytest.param(MUTATIONS, marks=pytest.mark.slow)])
def test_whatever_stands_in_a_file(tmp_path, name, count) -> None:
    originals, mutate = FILES[name]
    found = all_tried(tmp_path / name, originals, count, mutate)
    assert sum(found.values()) == count
    assert found["refused"], "some of them must be refused"
    print(name, found)
