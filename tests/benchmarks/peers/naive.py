"""NumPy as a careful student writes it: right and readable, with methods, dictionaries and temporaries."""

import numpy as np
from workloads import BETA1, BETA2, EPSILON, MOMENTUM, Task

from core.calls import Array

Parameters = dict[str, Array]


class NaiveNumpy:
    """W1, b1, W2, … in a dictionary; layers are counted from 1, A0 is X."""

    def __init__(self, task: Task) -> None:
        self.task, self.workload = task, task.workload
        self.layers = len(task.thetas)
        self.parameters: Parameters = {}
        for layer, theta in enumerate(task.thetas, 1):
            self.parameters[f"W{layer}"], self.parameters[f"b{layer}"] = theta[1:].copy(), theta[0].copy()
        self.mu = {name: np.zeros_like(value) for name, value in self.parameters.items()}
        self.nu = {name: np.zeros_like(value) for name, value in self.parameters.items()}
        self.t = 0
        self.random = np.random.default_rng(1)

    def train(self, epochs: int) -> list[float]:
        """Epochs of mini-batches, J of each epoch from before the updates."""
        return [self.epoch() for _ in range(epochs)]

    def epoch(self) -> float:
        """All rows once."""
        X, Y, total = self.task.X, self.task.Y, 0.0
        if not self.workload.shuffled:
            return self.step(X, Y)
        for rows in self.task.batches(self.random):
            total += self.step(X[rows], Y[rows]) * len(rows)
        return total / self.workload.rows

    def step(self, X: Array, Y: Array) -> float:
        """Forward, backward, update."""
        values = self.forward(X)
        J = self.loss(values, Y)
        self.update(self.backward(values, Y))
        return J

    def forward(self, X: Array) -> dict[str, Array]:
        """Z and A of each layer."""
        values = {"A0": X}
        for layer in range(1, self.layers + 1):
            Z = values[f"A{layer - 1}"] @ self.parameters[f"W{layer}"] + self.parameters[f"b{layer}"]
            values[f"Z{layer}"] = Z
            values[f"A{layer}"] = self.output(Z) if layer == self.layers else self.activation(Z)
        return values

    def activation(self, Z: Array) -> Array:
        """g(Z)."""
        return np.tanh(Z) if self.workload.activation == "tanh" else np.maximum(Z, 0)

    def derivative(self, Z: Array, A: Array) -> Array:
        """g'(Z)."""
        return 1 - A**2 if self.workload.activation == "tanh" else (Z > 0).astype(Z.dtype)

    def output(self, Z: Array) -> Array:
        """Sigmoid or softmax."""
        if self.workload.output == "sigmoid":
            return 1 / (1 + np.exp(-Z))
        terms = np.exp(Z - Z.max(axis=1, keepdims=True))
        shares: Array = terms / terms.sum(axis=1, keepdims=True)
        return shares

    def loss(self, values: dict[str, Array], Y: Array) -> float:
        """Cross-entropy; a tiny number keeps the logarithm finite."""
        A = values[f"A{self.layers}"]
        tiny = np.finfo(A.dtype).tiny
        if self.workload.output == "softmax":
            return float(-np.sum(Y * np.log(A + tiny)) / len(Y))
        return float(-np.mean(Y * np.log(A + tiny) + (1 - Y) * np.log(1 - A + tiny)))

    def backward(self, values: dict[str, Array], Y: Array) -> Parameters:
        """The gradient, named like the parameters."""
        gradient = {}
        delta = (values[f"A{self.layers}"] - Y) / len(Y)
        for layer in range(self.layers, 0, -1):
            gradient[f"W{layer}"] = values[f"A{layer - 1}"].T @ delta
            gradient[f"b{layer}"] = delta.sum(axis=0)
            if layer > 1:
                slope = self.derivative(values[f"Z{layer - 1}"], values[f"A{layer - 1}"])
                delta = (delta @ self.parameters[f"W{layer}"].T) * slope
        return gradient

    def update(self, gradient: Parameters) -> None:
        """One parameter after the other."""
        rate = self.workload.learning_rate
        self.t += 1
        for name, g in gradient.items():
            if self.workload.optimizer == "adam":
                self.mu[name] = BETA1 * self.mu[name] + (1 - BETA1) * g
                self.nu[name] = BETA2 * self.nu[name] + (1 - BETA2) * g**2
                mu, nu = self.mu[name] / (1 - BETA1**self.t), self.nu[name] / (1 - BETA2**self.t)
                self.parameters[name] -= rate * mu / (np.sqrt(nu) + EPSILON)
            elif self.workload.optimizer == "momentum":
                self.mu[name] = MOMENTUM * self.mu[name] + g
                self.parameters[name] -= rate * self.mu[name]
            else:
                self.parameters[name] -= rate * g

    def gradient(self, rows: Array) -> list[Array]:
        """Of one mini-batch."""
        gradient = self.backward(self.forward(self.task.X[rows]), self.task.Y[rows])
        return [np.vstack([gradient[f"b{layer}"], gradient[f"W{layer}"]]) for layer in range(1, self.layers + 1)]
