"""Gradients of random networks against PyTorch's automatic differentiation, in float64."""

import random

import numpy as np
import torch

from core.activations import ACTIVATIONS
from core.losses import PAIRS
from core.network import Network

NETWORKS = 200
LIMIT = 1e-9

G = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "identity": lambda z: z,
    "softmax": lambda z: torch.softmax(z, 1),
}


def loss(output: str, name: str, Z: torch.Tensor, Y: torch.Tensor) -> torch.Tensor:
    """J of the output layer's Z, by PyTorch's own functions."""
    if name == "squared_error":
        return 0.5 * (Y - G[output](Z)).square().sum() / len(Y)
    if output == "softmax":
        return -(Y * torch.log_softmax(Z, 1)).sum() / len(Y)
    return torch.nn.functional.binary_cross_entropy_with_logits(Z, Y, reduction="sum") / len(Y)


def worst_difference(seed: int) -> float:
    """‖difference‖∞ / ‖∇‖∞ over all Θ of one random network and batch."""
    choose, draw = random.Random(seed), np.random.default_rng(seed)
    sizes = [choose.randint(1, 12) for _ in range(choose.randint(2, 6))]
    output, name = choose.choice(list(PAIRS))
    if output == "softmax":
        sizes[-1] = max(2, sizes[-1])
    activations = [choose.choice(list(ACTIVATIONS)) for _ in sizes[2:]]
    network = Network(sizes, activations, output, name, seed=seed)
    network.parameters.theta[:] = draw.normal(0, 0.7, network.parameters.theta.size)
    m = choose.randint(1, 20)
    X, Y = draw.normal(size=(m, sizes[0])), draw.random((m, sizes[-1]))
    if output == "softmax":
        Y /= Y.sum(1, keepdims=True)
    _J, gradients = network.gradients(X, Y)
    thetas = [torch.tensor(theta, requires_grad=True) for theta in network.thetas]
    A = torch.tensor(X)
    for place, theta in enumerate(thetas):
        Z = torch.cat([torch.ones(m, 1, dtype=torch.float64), A], 1) @ theta
        A = G[activations[place]](Z) if place < len(activations) else Z
    loss(output, name, Z, torch.tensor(Y)).backward()
    theirs = [theta.grad.numpy() for theta in thetas]
    largest = max(np.abs(gradient).max() for gradient in theirs)
    difference = max(np.abs(a - b).max() for a, b in zip(gradients, theirs, strict=True))
    return float(difference / max(largest, 1e-12))


def main() -> bool:
    """Print the worst of all networks; whether it is within the limit."""
    worst = max(worst_difference(seed) for seed in range(NETWORKS))
    print(f"gradients of {NETWORKS} random networks against PyTorch {torch.__version__}: worst {worst:.1e}")
    print(f"(‖difference‖∞ / ‖∇‖∞, float64; limit {LIMIT:.0e})")
    return worst < LIMIT


if __name__ == "__main__":
    raise SystemExit(not main())
