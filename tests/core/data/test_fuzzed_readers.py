"""Tables, arrays and experiments changed at random: read and trained, or refused in one message, and never a hang."""

import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutations import MUTATIONS, at_most, mutated, mutations

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs.outcome import outcome
from core.support.errors import InputError
from core.training.divergence import Diverged

SEED = int(os.environ.get("FUZZ_SEED", "1"))
MOST_WEIGHTS = 200_000
"""A larger network is right, but takes its time."""
NO_SPLITS = ["data.validation_fraction=0", "data.test_fraction=0"]
OVERRIDES = [
    [], ["dtype=float32"], ["data.standardize=false"], ["data.task=regression"], ["data.task=classification"],
    ['data.features=["x1","x1^2"]'], ["data.validation_fraction=0.3"],
]  # fmt: skip
TYPES = ["f2", "f4", ">f8", "g", "i1"]

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


def arrays(**given: Any) -> bytes:
    """The bytes of an .npz file."""
    file = io.BytesIO()
    np.savez(file, **given)
    return file.getvalue()


def scaled(exponent: int) -> bytes:
    """A table of numbers of that power of ten."""
    rng = random.Random(exponent)
    rows = [[repr(rng.gauss(0, 1) * 10.0**exponent), str(rng.randrange(5)), rng.choice("ab")] for _ in range(12)]
    return "\n".join(map(",".join, [["a", "b", "y"], *rows])).encode()


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


NUMBERS = [b"0", b"1", b"-1", b"3", b"0.5", b"-0.0", b"0.999", b"1e-320", b"1e6", b"1e308", b"nan", b"inf", b"10"]
VALUES = [
    *NUMBERS, b"9223372036854775807", b"true", b"false", b'""', b'"adam"', b'"relu"', b'"softmax"', b'"identity"',
    b'"squared_error"', b'"sine"', b'"xor"', b'"cosine"', b'"float32"', b'"zeros"', b"[]", b"[1]", b"[2, 3]", b'["x1"]',
    b'["sin(x1)", "x1*x2"]', b"[[1.0, 2.0], [3.0, 4.0]]", b"[[1e300], [-1e300]]", b"[[0.0], [0.0]]", b"{}",
    b"1979-05-27",
]  # fmt: skip
KEYS = {
    b"[data]": [b"task", b"noise", b"samples", b"standardize", b"test_fraction"],
    b"[network]": [b"loss", b"output", b"initializer", b"initial_scale", b"activation"],
    b"[training]": [
        b"clip_norm", b"schedule", b"warmup", b"momentum", b"beta1", b"epsilon", b"l1", b"tolerance", b"evaluate_every",
        b"threads", b"decay", b"step_every", b"optimizer", b"learning_rate",
    ],
}  # fmt: skip


def values_mutated(content: bytes, rng: random.Random) -> bytes:
    """An experiment with another value, most often of the same kind, or a further key; or else with other bytes."""
    if rng.random() < 0.2:
        return mutated(content, rng)
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    key, equals, value = lines[at].partition(b"= ")
    if equals:
        lines[at] = key + equals + rng.choice(NUMBERS if value[:1].isdigit() else VALUES)
    else:
        section = rng.choice(list(KEYS))
        lines.insert(lines.index(section) + 1, rng.choice(KEYS[section]) + b" = " + rng.choice(VALUES))
    return b"\n".join(lines)


def tried(path: Path, name: str, overrides: list[str]) -> str:
    """What came of a file: "trained", "diverged" or "refused: " and why; anything else is raised."""
    with at_most(20, name):
        try:
            experiment = Experiment.load(path, [] if path.suffix == ".toml" else [*NO_SPLITS, *overrides])
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


def all_tried(path: Path, originals: list[bytes], count: int, mutate: Callable[..., bytes] = mutated) -> dict[str, int]:
    """How many trained, diverged and were refused."""
    found = {"trained": 0, "diverged": 0, "refused": 0}
    for original in originals:
        path.write_bytes(original)
        assert tried(path, "unchanged", []) == "trained"
    for name, content in mutations(SEED, originals, count, mutate):
        path.write_bytes(content)
        result, _, reason = tried(path, name, random.Random(name).choice(OVERRIDES)).partition(": ")
        assert reason.strip() or result != "refused", f"{name}: refused without a word"
        found[result] += 1
    return found


FILES = {
    "table.csv": ([TABLE, QUOTED, scaled(-310), scaled(-14), scaled(0), scaled(307)], mutated),
    "table.tsv": ([MEASURED], mutated),
    "arrays.npz": (
        [
            arrays(X=np.arange(24.0).reshape(12, 2), y=np.arange(12) % 2),
            arrays(X=np.arange(24.0, dtype="f4").reshape(12, 2), y=np.linspace(0, 1, 12)),
            compressed(),
            *(arrays(X=np.arange(24).reshape(12, 2).astype(kind), y=np.arange(12) % 2) for kind in TYPES),
            arrays(X=np.arange(24.0).reshape(12, 2), y=np.array(list("abc" * 4))),
        ],
        members_mutated,
    ),
    "experiment.toml": ([EXPERIMENT, INLINE], values_mutated),
}


@pytest.mark.usefixtures("one_duckdb")
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("count", [60, pytest.param(MUTATIONS, marks=pytest.mark.slow)])
def test_whatever_stands_in_a_file(tmp_path: Path, name: str, count: int) -> None:
    originals, mutate = FILES[name]
    found = all_tried(tmp_path / name, originals, count, mutate)
    assert sum(found.values()) == count
    assert found["refused"], "some of them must be refused"
    print(name, found)
