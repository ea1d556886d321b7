"""What is trained in the comparison: shapes, settings, and made data of those shapes."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from core.calls import Array
from core.data.loading import Data, Split
from core.experiment import Experiment
from core.trainer import Trainer


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

    @property
    def output(self) -> str:
        """Sigmoid for one neuron, softmax for several."""
        return "sigmoid" if self.sizes[-1] == 1 else "softmax"

    @property
    def m(self) -> int:
        """Rows of a mini-batch."""
        return self.batch_size or self.rows

    def data(self) -> tuple[Array, Array]:
        """X, n × s_1, and the classes, n numbers."""
        random = np.random.default_rng(0)
        X = random.normal(size=(self.rows, self.sizes[0])).astype(self.dtype)
        scores = X @ random.normal(size=(self.sizes[0], max(2, self.sizes[-1])))
        return X, scores.argmax(1)

    def trainer(self, X: Array, classes: Array) -> Trainer:
        """Ours, through the public Trainer, its history included; figures at the end only, as the peers have none."""
        settings = {
            "dtype": self.dtype,
            "network.hidden": list(self.sizes[1:-1]),
            "network.activation": self.activation,
            "network.initializer": "he" if self.activation == "relu" else "xavier",
            "training.optimizer": self.optimizer,
            "training.batch_size": self.batch_size,
            "training.learning_rate": self.learning_rate,
            "training.epochs": 10**9,
            "training.evaluate_every": 0,
        }
        with TemporaryDirectory() as folder:
            path = Path(folder) / "workload.toml"
            path.write_text('[data]\nsource = "xor"\n[network]\nhidden = []\n')
            experiment = Experiment.load(path).replace_all(settings)
        ones = np.ones((self.rows, self.sizes[0] + 1), self.dtype)
        ones[:, 1:] = X
        Y = np.eye(max(2, self.sizes[-1]), dtype=self.dtype)[classes]
        Y = np.ascontiguousarray(Y[:, 1:] if self.sizes[-1] == 1 else Y)
        return Trainer(experiment, Data("classification", self.output, Split(ones, Y)))


WORKLOADS = [
    Workload("spiral", 500, (2, 8, 8, 1), "tanh", "gradient_descent", 10, "float64", 0.03, 60),
    Workload("iris", 150, (4, 16, 3), "tanh", "adam", 0, "float64", 0.01, 600),
    Workload("digits momentum", 1797, (64, 32, 10), "relu", "momentum", 32, "float64", 0.01, 15),
    Workload("digits Adam", 1797, (64, 32, 10), "relu", "adam", 32, "float64", 0.001, 15),
    Workload("784-128-10", 20_000, (784, 128, 10), "relu", "adam", 128, "float32", 0.001, 2),
    Workload("784-512-256-10", 10_000, (784, 512, 256, 10), "relu", "adam", 256, "float32", 0.001, 2),
    Workload("1,000,000 × 20", 1_000_000, (20, 32, 1), "relu", "adam", 1024, "float32", 0.001, 1),
]
