"""PyTorch without compilation."""

from itertools import pairwise

import numpy as np
import torch
from workloads import BETA1, BETA2, EPSILON, MOMENTUM, Task

from core.calls import Array

G = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}


class PyTorch:
    """The loop that a user of PyTorch writes, with the loss of each epoch."""

    def __init__(self, task: Task) -> None:
        self.workload = workload = task.workload
        dtype, binary = getattr(torch, workload.dtype), workload.output == "sigmoid"
        self.linear = [torch.nn.Linear(s, following, dtype=dtype) for s, following in pairwise(workload.sizes)]
        with torch.no_grad():
            for layer, theta in zip(self.linear, task.thetas, strict=True):
                layer.weight.copy_(torch.tensor(theta[1:].T))
                layer.bias.copy_(torch.tensor(theta[0]))
        layers = [module for layer in self.linear for module in (layer, G[workload.activation]())]
        self.model = torch.nn.Sequential(*layers[:-1])
        self.loss = torch.nn.BCEWithLogitsLoss() if binary else torch.nn.CrossEntropyLoss()
        rate, parameters = workload.learning_rate, self.model.parameters()
        self.optimizer: torch.optim.Optimizer
        if workload.optimizer == "adam":
            self.optimizer = torch.optim.Adam(parameters, rate, (BETA1, BETA2), EPSILON)
        else:
            self.optimizer = torch.optim.SGD(parameters, rate, MOMENTUM if workload.optimizer == "momentum" else 0)
        self.X = torch.tensor(task.X)
        self.targets = torch.tensor(task.Y) if binary else torch.tensor(task.classes)

    def train(self, epochs: int) -> list[float]:
        """Eager."""
        return [self._epoch() for _ in range(epochs)]

    def _epoch(self) -> float:
        n, m, total = self.workload.rows, self.workload.m, torch.zeros(())
        if not self.workload.shuffled:
            return float(self._step(self.X, self.targets).item())
        for rows in torch.randperm(n).split(m):
            total += self._step(self.X[rows], self.targets[rows]) * len(rows)
        return float(total.item()) / n

    def _step(self, X: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        self.optimizer.zero_grad()
        J = self.loss(self.model(X), targets)
        J.backward()
        self.optimizer.step()
        return J.detach()

    def gradient(self, rows: Array) -> list[Array]:
        """By automatic differentiation."""
        picked = torch.tensor(rows)
        self.optimizer.zero_grad()
        self.loss(self.model(self.X[picked]), self.targets[picked]).backward()
        return [np.vstack([layer.bias.grad.numpy(), layer.weight.grad.numpy().T]) for layer in self.linear]
