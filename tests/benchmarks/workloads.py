"""What is trained in the comparison: shapes, settings, and made data of those shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.experiment.experiment import Experiment
from core.training.trainer import Trainer

MOMENTUM = 0.9
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


@dataclass(frozen=True)
class Workload:
    """A network, an optimiser and how many rows; `epochs` are trained in one measurement."""

    name: str
    rows: int
    sizes: tuple[int, ...]
    activation: str
    optimizer: str
    batch_size: int
    dtype: str
    learning_rate: float
    epochs: int
    shuffled: bool = True
    """Whether peers shuffle. Ours leaves it out where a mini-batch takes all rows: their sum has no order."""

    @property
    def title(self) -> str:
        """All that a reader needs to know of it."""
        batch = f"batch {self.batch_size:,}" if self.batch_size else "full batch"
        optimizer = self.optimizer.replace("_", " ").replace("adam", "Adam")
        shape = f"{self.name.partition('-')[0]} " if self.name[0].isalpha() else ""
        network = f"{shape}{'-'.join(map(str, self.sizes))} {self.activation}"
        unshuffled = "" if self.shuffled else ", no peer shuffles"
        return f"{network}, {optimizer}, {batch}, {self.rows:,} rows, f{self.dtype[-2:]}{unshuffled}"

    @property
    def output(self) -> str:
        """Sigmoid for one neuron, softmax for several."""
        return "sigmoid" if self.sizes[-1] == 1 else "softmax"

    @property
    def m(self) -> int:
        """Rows of a mini-batch."""
        return self.batch_size or self.rows


class Task:
    """The data of a workload, and the weights that all peers begin with.

    X is n × s_1, Y n × s_L, `classes` n numbers; `thetas` are (s_l + 1) × s_{l+1}, row 0 the bias.
    """

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        random = np.random.default_rng(0)
        self.X = random.normal(size=(workload.rows, workload.sizes[0])).astype(workload.dtype)
        classes = max(2, workload.sizes[-1])
        self.classes = (self.X @ random.normal(size=(workload.sizes[0], classes))).argmax(1)
        Y = np.eye(classes, dtype=workload.dtype)[self.classes]
        self.Y = np.ascontiguousarray(Y[:, 1:] if workload.output == "sigmoid" else Y)

    def trainer(self) -> Trainer:
        """Ours, through the public Trainer, its history included; figures at the end only, as the peers have none."""
        workload, (n, s) = self.workload, self.X.shape
        settings = {
            "dtype": workload.dtype,
            "network.hidden": list(workload.sizes[1:-1]),
            "network.activation": workload.activation,
            "network.initializer": "he" if workload.activation == "relu" else "xavier",
            "training.optimizer": workload.optimizer,
            "training.batch_size": workload.batch_size,
            "training.learning_rate": workload.learning_rate,
            "training.epochs": 10**9,
            "training.evaluate_every": 0,
        }
        with TemporaryDirectory() as folder:
            path = Path(folder) / "workload.toml"
            path.write_text('[data]\nsource = "xor"\n[network]\nhidden = []\n')
            experiment = Experiment.load(path).replace_all(settings)
        ones = np.ones((n, s + 1), self.X.dtype)
        ones[:, 1:] = self.X
        return Trainer(experiment, Data("classification", workload.output, Split(ones, self.Y)))

    @cached_property
    def thetas(self) -> list[Array]:
        """Those of a new Trainer."""
        return [theta.copy() for theta in self.trainer().network.thetas]

    def batches(self, random: np.random.Generator) -> Iterator[Array]:
        """The rows of each mini-batch of an epoch, in an order of its own; the last one may be smaller."""
        order = random.permutation(self.workload.rows)
        return (order[start : start + self.workload.m] for start in range(0, self.workload.rows, self.workload.m))


WORKLOADS = [
    Workload("spiral", 500, (2, 8, 8, 1), "tanh", "gradient_descent", 10, "float64", 0.03, 20),
    Workload("iris", 150, (4, 16, 3), "tanh", "adam", 0, "float64", 0.01, 300),
    Workload("iris-unshuffled", 150, (4, 16, 3), "tanh", "adam", 0, "float64", 0.01, 300, shuffled=False),
    Workload("digits-momentum", 1797, (64, 32, 10), "relu", "momentum", 32, "float64", 0.01, 10),
    Workload("digits-adam", 1797, (64, 32, 10), "relu", "adam", 32, "float64", 0.001, 10),
    Workload("784-128-10", 20_000, (784, 128, 10), "relu", "adam", 128, "float32", 0.001, 2),
    Workload("784-512-256-10", 10_000, (784, 512, 256, 10), "relu", "adam", 256, "float32", 0.001, 2),
    Workload("20-32-1", 1_000_000, (20, 32, 1), "relu", "adam", 1024, "float32", 0.001, 2),
]
