"""One mini-batch in plain NumPy, perhaps with a slip in it: what exercises are compared with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from core.calls import Array
from core.exercises.exercise import Exercise
from core.exercises.loading import load_exercise

Elementwise = Callable[[Array], Array]
G: dict[str, Elementwise] = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0),
}  # fmt: skip
SLOPES: dict[str, Elementwise] = {
    "sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a**2, "relu": lambda a: (a > 0).astype(float),
}  # fmt: skip


@dataclass
class Case:
    """A network with sigmoid and cross-entropy, or softmax, and a mini-batch: everything that the lecture names."""

    thetas: list[Array]
    X: Array
    Y: Array
    alpha: float
    activation: str = "sigmoid"
    softmax: bool = False
    own: dict[str, Array] = field(default_factory=dict)
    """Matrices that stand in place of those computed."""

    def exercise(self, ask: list[str], **more: object) -> Exercise:
        """The exercise with these questions."""
        settings = {
            "data.source": "inline", "data.inputs": self.X.tolist(), "data.targets": self.Y.tolist(),
            "network.hidden": [theta.shape[1] for theta in self.thetas[:-1]],
            "network.activation": self.activation, "network.output": "softmax" if self.softmax else "sigmoid",
            "network.loss": "cross_entropy", "network.weights": [theta.tolist() for theta in self.thetas],
            "training.optimizer": "gradient_descent", "training.learning_rate": self.alpha, "training.batch_size": 0,
            "exercise.ask": ask, **{f"exercise.{key}": value for key, value in more.items()},
        }  # fmt: skip
        return load_exercise("by-hand", None, [f"{key}={as_toml(value)}" for key, value in settings.items()])

    def worked(self, slip: str = "", place: str = "") -> dict[str, Array]:
        """All matrices by symbol; the slip is made where the matrix `place` is computed."""
        m, L, found = len(self.X), len(self.thetas) + 1, dict[str, Array]()

        def keep(symbol: str, value: Array) -> Array:
            found[symbol] = self.own.get(symbol, value)
            return found[symbol]

        def made(name: str, symbol: str) -> bool:
            return slip == name and place == symbol

        A, ones = {1: np.hstack([np.ones((m, 1)), self.X])}, np.ones((m, 1))
        Z: dict[int, Array] = {}
        for l in range(2, L + 1):
            Z[l] = A[l - 1] @ self.thetas[l - 2]
            if made("no_activation", f"A({l})"):
                a = Z[l]
            elif l < L:
                a = G[self.activation](Z[l])
            else:
                e = np.exp(Z[l])
                a = e / e.sum(1, keepdims=True) if self.softmax else G["sigmoid"](Z[l])
            A[l] = keep(f"A({l})", a if l == L else np.hstack([ones, a]))
        y, a = self.Y, A[L]
        with np.errstate(invalid="ignore", divide="ignore"):  # of Z in place of A(L)
            entropy = -(y * np.log(a) if self.softmax else y * np.log(a) + (1 - y) * np.log(1 - a)).sum()
        J = entropy / (1 if made("no_mean", "J") else m) * (-1 if made("sign", "J") else 1)
        keep("J", np.array([[J]]))
        sign = -1 if made("sign", f"Δ({L})") else 1
        delta = {L: keep(f"Δ({L})", sign * (y - a))}
        nabla: dict[int, Array] = {}
        for l in range(L - 1, 0, -1):
            symbol = f"∇({l})"
            left = A[l] if made("no_transpose", symbol) else A[l].T
            factor = (1 if made("sign", symbol) else -1) / (1 if made("no_mean", symbol) else m)
            nabla[l] = keep(symbol, factor * left @ delta[l + 1])
            if l == 1:
                break
            slope = keep(f"g'(Z({l}))", SLOPES[self.activation](Z[l] if slip == "no_activation" and
                         place == f"g'(Z({l}))" else A[l][:, 1:]))  # fmt: skip
            symbol, theta = f"Δ({l})", self.thetas[l - 1]
            if made("late_gradient", symbol):
                theta = theta - self.alpha * nabla[l]
            back = theta[1:] if made("no_transpose", symbol) else theta[1:].T
            if made("bias_row", symbol):
                back = theta.T[:, :-1]
            error = delta[l + 1] @ back * (1 if made("no_slope", symbol) else slope)
            delta[l] = keep(symbol, -error if made("sign", symbol) else error)
        for l, theta in enumerate(self.thetas, 1):
            symbol = f"Θ({l})"
            step = nabla[l] * (1 if made("no_rate", symbol) else self.alpha)
            keep(symbol, theta + step if made("sign", symbol) else theta - step)
        return found

    def slips(self) -> list[tuple[str, str]]:
        """All slips that can be made, each with the matrix where it is: those whose shapes allow it."""
        m, L = len(self.X), len(self.thetas) + 1
        sizes = [self.X.shape[1], *(theta.shape[1] for theta in self.thetas)]
        found = [("no_activation", f"A({l})") for l in range(2, L + 1)]
        found += [("sign", "J"), ("sign", f"Δ({L})")]
        found += [("no_mean", "J")] if m > 1 else []
        for l in range(1, L):
            found += [("sign", f"∇({l})"), ("sign", f"Θ({l})"), ("no_rate", f"Θ({l})")]
            found += [("no_mean", f"∇({l})")] if m > 1 else []
            found += [("no_transpose", f"∇({l})")] if m == sizes[l - 1] + 1 else []
        for l in range(2, L):
            found += [(name, f"Δ({l})") for name in ("no_slope", "sign", "bias_row", "late_gradient")]
            found += [("no_transpose", f"Δ({l})")] if sizes[l] == sizes[l - 1] else []
            found += [("no_activation", f"g'(Z({l}))")] if self.activation != "relu" else []
        return found


def as_toml(value: object) -> str:
    """A value as `--set` takes it."""
    return repr(value).replace("True", "true").replace("False", "false")


def random_case(seed: int, sizes: list[int], m: int, activation: str = "sigmoid", softmax: bool = False) -> Case:
    """A case with random weights and data."""
    random = np.random.default_rng(seed)
    thetas = [np.round(random.normal(0, 1, (s + 1, t)), 3) for s, t in pairwise(sizes)]
    X = np.round(random.normal(0, 1, (m, sizes[0])), 3)
    Y = np.eye(sizes[-1])[random.integers(sizes[-1], size=m)] if softmax else random.integers(2, size=(m, sizes[-1]))
    return Case(thetas, X, Y.astype(float), 0.3, activation, softmax)
