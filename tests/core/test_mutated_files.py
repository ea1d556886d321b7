"""Tables, archives and experiments with bytes changed at random: trained on, or refused by one message, soon."""

import io
import random
from time import process_time

import numpy as np
import pytest

from core.divergence import Diverged
from core.errors import InputError
from core.experiment import Experiment
from core.trainer import Trainer

MUTATIONS = 2000
LIKELY = b"0123456789.,;e-+\n\r\t\"'[]={}ab_ \0\x1b\xff"
WORDS = [
    b"1e308",
    b"1e-320",
    b"nan",
    b"inf",
    b"0x" + b"f" * 5000,
    b"9" * 400,
    b"[[" * 200,
    b"a.b.c",
    b"\xd9\xa1",
    b"1_0",
]
TYPES = ["f2", "f4", ">f8", "g", "i1"]
OVERRIDES = [
    [], ["data.validation_fraction=0", "data.test_fraction=0"], ["dtype=float32"], ["data.standardize=false"],
    ["data.task=regression"], ["data.task=classification"], ['data.features=["x1","x1^2"]'],
]  # fmt: skip
TOML = """name = "x"
dtype = "float32"
[data]
source = "inline"
inputs = [[0.0, 1.0], [1, 0], [2, 3], [4, 5]]
targets = [[1], [0], [1], [0]]
validation_fraction = 0.25
[network]
hidden = [2]
activation = ["tanh"]
weights = [[[1, 2], [3, 4], [5, 6]], [[1], [2], [3]]]
[training]
batch_size = 2
l2 = 1e-3
"""


def table(draw: random.Random, separator: str = ",") -> bytes:
    scale = 10.0 ** draw.randrange(-320, 308)
    rows = [[repr(draw.gauss(0, 1) * scale), str(draw.randrange(5)), draw.choice("ab")] for _ in range(12)]
    return "\n".join(map(separator.join, [["a", "b", "y"], *rows])).encode()


def archive(draw: random.Random) -> bytes:
    file, numbers = io.BytesIO(), np.random.default_rng(draw.randrange(2**32))
    with np.errstate(all="ignore"):
        X = (numbers.normal(size=(12, 2)) * 10.0 ** draw.randrange(-30, 30)).astype(draw.choice(TYPES))
    y = draw.choice([numbers.integers(0, 2, 12), numbers.normal(size=12), np.array(list("abc" * 4))])
    draw.choice([np.savez, np.savez_compressed])(file, X=np.nan_to_num(X), y=y)
    return file.getvalue()


SEEDS = {
    "csv": table,
    "tsv": lambda draw: table(draw, "\t"),
    "npz": archive,
    "toml": lambda draw: TOML.encode(),
}


def mutated(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.choice([0, 1, 1, 2, 3])):
        place = draw.randrange(len(changed) + 1)
        other = draw.randrange(len(changed) + 1)
        changed[place : place + draw.choice([0, 1, 1, 8])] = draw.choice(
            [
                bytes([draw.choice(LIKELY)]), bytes([draw.randrange(256)]), b"", draw.choice(WORDS),
                bytes(changed[other : other + 20]),
            ]
        )  # fmt: skip
    return bytes(changed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files_are_trained_on_or_refused(tmp_path, kind, seed) -> None:
    draw, outcomes = random.Random(f"{kind} {seed}"), {"trained": 0, "refused": 0}
    path = tmp_path / f"my.{kind}"
    for number in range(MUTATIONS):
        path.write_bytes(mutated(SEEDS[kind](draw), draw))
        overrides, start, said = [] if kind == "toml" else draw.choice(OVERRIDES), process_time(), ""
        try:
            trainer = Trainer(Experiment.load(path, overrides))
            assert all(np.isfinite(part).all() for part in (trainer.X, trainer.Y)), number
            trainer.run_epoch()
            outcomes["trained"] += 1
        except InputError as problem:
            outcomes["refused"] += 1
            said = str(problem)
        except Diverged:
            outcomes["trained"] += 1
        assert len(said) < 1000, number
        assert process_time() - start < 20, number
    assert min(outcomes.values()) > MUTATIONS / 50, outcomes
