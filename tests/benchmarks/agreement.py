"""Gradients of random networks against PyTorch's automatic differentiation, in float64, with and without weights.

The weights are those of classes, as data.class_weight = "balanced" sets them, and PyTorch's losses take them as theirs.
"""

import random

import numpy as np
import torch

from core.activations import ACTIVATIONS
from core.calls import Array
from core.data.preparing.class_weights import balanced_weights, weights_of_examples
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


def weighted_loss(output: str, name: str, Z: torch.Tensor, Y: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """The same where each class has a weight, by the `weight` of PyTorch's losses; their sum over m."""
    classes = Y.argmax(1) if Y.shape[1] > 1 else (Y[:, 0] > 0).long()
    if (output, name) == ("softmax", "cross_entropy"):
        return torch.nn.CrossEntropyLoss(weight=weights, reduction="sum")(Z, classes) / len(Y)
    w = weights[classes][:, None]
    if name == "cross_entropy":
        return torch.nn.BCEWithLogitsLoss(weight=w, reduction="sum")(Z, Y) / len(Y)
    return (w * torch.nn.MSELoss(reduction="none")(G[output](Z), Y)).sum() / 2 / len(Y)


def classes_for(output: str, m: int, outputs: int, draw: np.random.Generator) -> Array:
    """Targets of exclusive classes, m × s_L, coded for the output function."""
    if outputs == 1:
        return draw.integers(0, 2, (m, 1)) * (2.0 if output == "tanh" else 1.0) - (output == "tanh")
    return np.eye(outputs)[draw.integers(0, outputs, m)]


def weighted_gradients(network: Network, X: Array, Y: Array, w: Array) -> list[Array]:
    """∇ by the equations of a mini-batch whose examples have weights."""
    program = network.forward(network.with_ones(X), w[:, None])
    np.copyto(program.batch.Y, Y)
    for cursor in range(len(program.gradient_equations)):
        program.step(cursor)
    return list(program.nabla.values())


def worst_difference(seed: int, weighted: bool) -> float:
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
    if weighted:
        Y = classes_for(output, m, sizes[-1], draw)
        (w,) = weights_of_examples("classification", [Y])
        gradients = weighted_gradients(network, X, Y, w)
    else:
        _J, gradients = network.gradients(X, Y)
    thetas = [torch.tensor(theta, requires_grad=True) for theta in network.thetas]
    A = torch.tensor(X)
    for place, theta in enumerate(thetas):
        Z = torch.cat([torch.ones(m, 1, dtype=torch.float64), A], 1) @ theta
        A = G[activations[place]](Z) if place < len(activations) else Z
    if weighted:
        classes = Y.argmax(1) if Y.shape[1] > 1 else (Y[:, 0] > 0).astype(int)
        of_classes = torch.tensor(balanced_weights(classes, max(2, Y.shape[1])))
        weighted_loss(output, name, Z, torch.tensor(Y), of_classes).backward()
    else:
        loss(output, name, Z, torch.tensor(Y)).backward()
    theirs = [theta.grad.numpy() for theta in thetas]
    largest = max(np.abs(gradient).max() for gradient in theirs)
    difference = max(np.abs(a - b).max() for a, b in zip(gradients, theirs, strict=True))
    return float(difference / max(largest, 1e-12))


def main() -> bool:
    """Print the worst of all networks; whether it is within the limit."""
    worst = [max(worst_difference(seed, weighted) for seed in range(NETWORKS)) for weighted in (False, True)]
    print(f"gradients of {NETWORKS} random networks against PyTorch {torch.__version__}: worst {worst[0]:.1e}")
    print(f"of as many whose classes have weights: worst {worst[1]:.1e}")
    print(f"(‖difference‖∞ / ‖∇‖∞, float64; limit {LIMIT:.0e})")
    return max(worst) < LIMIT


if __name__ == "__main__":
    raise SystemExit(not main())
