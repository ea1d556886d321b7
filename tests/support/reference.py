"""The lecture once more, slowly: example by example and neuron by neuron, in plain Python numbers.

What the tests compare core with, so nothing here comes from it. Θ is a list of matrices, theta[j][k] from neuron j to
neuron k, row 0 the bias. δ is target minus output: δ_k = −∂J/∂z_k for one example.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import exp, fsum, log, sqrt, tanh
from typing import NamedTuple

Vector = list[float]
Matrix = list[list[float]]
Row = Sequence[float]
Rows = Sequence[Row]
Factors = Sequence[Rows] | None
"""Dropout's 0 or 1 / (1 − p) of a mini-batch, a matrix a hidden layer."""
OwnFactors = Sequence[Row] | None
"""Those of one example, a vector a hidden layer."""

OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "rmsprop", "adam")
PAIRS = (
    ("sigmoid", "cross_entropy"),
    ("softmax", "cross_entropy"),
    ("identity", "squared_error"),
    ("sigmoid", "squared_error"),
    ("tanh", "squared_error"),
    ("softmax", "squared_error"),
)


class Net(NamedTuple):
    """What turns weights into a function: g of each hidden layer, output and loss by name."""

    activations: Sequence[str]
    output: str
    loss: str


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z)) if z > 0 else exp(z) / (1 + exp(z))


G: dict[str, Callable[[float], float]] = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "identity": lambda z: z,
}

G_PRIME: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: exp(-abs(z)) / (1 + exp(-abs(z))) ** 2,
    "tanh": lambda z: 1 - tanh(z) ** 2,
    "relu": lambda z: 1.0 if z > 0 else 0.0,
    "leaky_relu": lambda z: 1.0 if z > 0 else 0.01,
    "identity": lambda z: 1.0,
}


def output_of(name: str, z: Row) -> Vector:
    if name != "softmax":
        return [G[name](z_k) for z_k in z]
    powers = [exp(z_k - max(z)) for z_k in z]
    return [power / fsum(powers) for power in powers]


def forward(net: Net, thetas: Sequence[Rows], x: Row, factors: OwnFactors = None) -> tuple[list[Vector], list[Vector]]:
    """z and a of layers 2 … L for one example; `factors` are dropout's 0 or 1 / (1 − p), a vector a hidden layer."""
    zs: list[Vector] = []
    outputs = [list(x)]
    for l, theta in enumerate(thetas):
        a = [1.0, *outputs[-1]]
        z = [fsum(a[j] * theta[j][k] for j in range(len(theta))) for k in range(len(theta[0]))]
        if l == len(thetas) - 1:
            out = output_of(net.output, z)
        else:
            out = [G[net.activations[l]](z_k) for z_k in z]
            if factors is not None:
                out = [a_k * factor for a_k, factor in zip(out, factors[l], strict=True)]
        zs.append(z)
        outputs.append(out)
    return zs, outputs


class OutOfReach(ArithmeticError):
    """An output is 0 or 1 to the last digit, and the plain formulas take its logarithm or divide by it."""


def nonzero(a: float) -> float:
    """An output, or what it leaves to 1, to be divided by."""
    if a == 0:
        raise OutOfReach
    return a


def example_loss(net: Net, y: Row, a: Row) -> float:
    """(3), and its likes."""
    if net.loss == "squared_error":
        return fsum((y_k - a_k) ** 2 for y_k, a_k in zip(y, a, strict=True)) / 2
    if net.output == "softmax":
        return -fsum(y_k * log(nonzero(a_k)) for y_k, a_k in zip(y, a, strict=True) if y_k)
    return -fsum(y_k * log(nonzero(a_k)) + (1 - y_k) * log(nonzero(1 - a_k)) for y_k, a_k in zip(y, a, strict=True))


def output_delta(net: Net, y: Row, z: Row, a: Row) -> Vector:
    """δ_k = −Σ_c ∂J/∂a_c ∂a_c/∂z_k: the chain rule itself, none of the table's shortcuts."""

    def of_loss(c: int) -> float:
        if net.loss == "squared_error":
            return a[c] - y[c]
        if net.output == "softmax":
            return -y[c] / nonzero(a[c])
        return (1 - y[c]) / nonzero(1 - a[c]) - y[c] / nonzero(a[c])

    def of_output(c: int, k: int) -> float:
        if net.output == "softmax":
            return a[c] * ((c == k) - a[k])
        return G_PRIME[net.output](z[k]) if c == k else 0.0

    return [-fsum(of_loss(c) * of_output(c, k) for c in range(len(a))) for k in range(len(a))]


def example_deltas(net: Net, thetas: Sequence[Rows], x: Row, y: Row, factors: OwnFactors = None) -> list[Vector]:
    """δ of layers 2 … L for one example, δ_j = (Σ_k δ_k θ_jk) g'(z_j)."""
    zs, outputs = forward(net, thetas, x, factors)
    deltas = [output_delta(net, y, zs[-1], outputs[-1])]
    for l in reversed(range(1, len(thetas))):
        g_prime, weights = G_PRIME[net.activations[l - 1]], thetas[l][1:]
        delta = [
            fsum(delta_k * theta_jk for delta_k, theta_jk in zip(deltas[0], row, strict=True)) * g_prime(z_j)
            for row, z_j in zip(weights, zs[l - 1], strict=True)
        ]
        if factors is not None:
            delta = [delta_j * factor for delta_j, factor in zip(delta, factors[l - 1], strict=True)]
        deltas.insert(0, delta)
    return deltas


def example_gradients(net: Net, thetas: Sequence[Rows], x: Row, y: Row, factors: OwnFactors = None) -> list[Matrix]:
    """∂J/∂θ_ij = −a_i δ_j for one example, (4) to (11)."""
    _, outputs = forward(net, thetas, x, factors)
    deltas = example_deltas(net, thetas, x, y, factors)
    return [
        [[-a_i * delta_j for delta_j in delta] for a_i in [1.0, *a]] for a, delta in zip(outputs, deltas, strict=False)
    ]


def factors_of(factors: Factors, i: int) -> OwnFactors:
    """One example's dropout factors out of those of a mini-batch, a matrix a hidden layer."""
    return None if factors is None else [layer[i] for layer in factors]


def weight_of(weights: Row | None, i: int) -> float:
    """How much an example counts: 1 without weights."""
    return 1.0 if weights is None else weights[i]


def balanced(Y: Rows) -> Vector:
    """The weight of each example, n / (k n_c): n_c of the n rows are like it, and k different ones occur."""
    rows = [tuple(y) for y in Y]
    return [len(rows) / (len(set(rows)) * rows.count(row)) for row in rows]


def loss(
    net: Net, thetas: Sequence[Rows], X: Rows, Y: Rows, factors: Factors = None, weights: Row | None = None
) -> float:
    """J without penalty."""
    losses = (
        weight_of(weights, i) * example_loss(net, y, forward(net, thetas, x, factors_of(factors, i))[1][-1])
        for i, (x, y) in enumerate(zip(X, Y, strict=True))
    )
    return fsum(losses) / len(X)


def penalty(thetas: Sequence[Rows], l1: float, l2: float, N: int) -> float:
    weights = [theta_jk for theta in thetas for row in theta[1:] for theta_jk in row]
    return l2 / (2 * N) * fsum(w * w for w in weights) + l1 / N * fsum(abs(w) for w in weights)


def gradients(
    net: Net,
    thetas: Sequence[Rows],
    X: Rows,
    Y: Rows,
    factors: Factors = None,
    l1: float = 0.0,
    l2: float = 0.0,
    N: int = 1,
    weights: Row | None = None,
) -> list[Matrix]:
    """∂J/∂Θ, the mean over the examples, each times its weight, and the penalty's share."""
    of_examples = [
        example_gradients(net, thetas, x, y, factors_of(factors, i)) for i, (x, y) in enumerate(zip(X, Y, strict=True))
    ]

    def of_penalty(j: int, w: float) -> float:
        return l2 / N * w + l1 / N * ((w > 0) - (w < 0)) if j else 0.0

    return [
        [
            [
                fsum(weight_of(weights, i) * example[l][j][k] for i, example in enumerate(of_examples)) / len(X)
                + of_penalty(j, w)
                for k, w in enumerate(row)
            ]
            for j, row in enumerate(theta)
        ]
        for l, theta in enumerate(thetas)
    ]


def flat(thetas: Sequence[Rows]) -> Vector:
    return [w for theta in thetas for row in theta for w in row]


def unflat(vector: Row, sizes: Sequence[int]) -> list[Matrix]:
    values = iter(vector)
    return [[[next(values) for _ in range(following)] for _ in range(s + 1)] for s, following in pairwise(sizes)]


def norm(vector: Row) -> float:
    return sqrt(fsum(g * g for g in vector))


def clipped(vector: Row, limit: float) -> Vector:
    """The whole gradient, shortened to `limit` where it is longer; 0 leaves it as it is."""
    length = norm(vector)
    return [g * limit / length for g in vector] if 0 < limit < length else list(vector)


class Descent:
    """An optimiser, weight by weight, as its paper has it; `rates` has the keys of the experiment file.

    Each weight has its own moments and its own t, the steps that it has taken.
    """

    def __init__(self, name: str, count: int) -> None:
        self.name, self.t = name, [0] * count
        self.mu, self.nu = [0.0] * count, [0.0] * count

    def update(self, theta: Row, gradient: Row, rates: Mapping[str, float], frozen: Sequence[int] = ()) -> Vector:
        """The new weights. Those whose place is in `frozen` rest, and their state with them."""
        return [w if i in frozen else self._one(i, w, gradient[i], rates) for i, w in enumerate(theta)]

    def _one(self, i: int, w: float, g: float, rates: Mapping[str, float]) -> float:
        alpha = rates["learning_rate"]
        self.t[i] += 1
        if self.name == "gradient_descent":
            return w - alpha * g
        if self.name in ("momentum", "nesterov"):
            m = rates["momentum"]
            self.mu[i] = m * self.mu[i] + g
            return w - alpha * (self.mu[i] if self.name == "momentum" else g + m * self.mu[i])
        if self.name == "rmsprop":
            self.nu[i] = rates["rho"] * self.nu[i] + (1 - rates["rho"]) * g**2
            return w - alpha * g / (sqrt(self.nu[i]) + rates["epsilon"])
        self.mu[i] = rates["beta1"] * self.mu[i] + (1 - rates["beta1"]) * g
        self.nu[i] = rates["beta2"] * self.nu[i] + (1 - rates["beta2"]) * g**2
        mu_hat = self.mu[i] / (1 - rates["beta1"] ** self.t[i])
        nu_hat = self.nu[i] / (1 - rates["beta2"] ** self.t[i])
        return w - alpha * mu_hat / (sqrt(nu_hat) + rates["epsilon"])


class Step(NamedTuple):
    """One mini-batch: J as trained, ‖∇‖ with penalty and before clipping, Θ after it."""

    loss: float
    gradient_norm: float
    thetas: list[Matrix]


def train_batch(
    net: Net,
    thetas: Sequence[Rows],
    X: Rows,
    Y: Rows,
    descent: Descent,
    rates: Mapping[str, float],
    N: int,
    factors: Factors = None,
    frozen: Sequence[int] = (),
    weights: Row | None = None,
) -> Step:
    """Lines 5 to 12 for one mini-batch, N the examples of the whole training split."""
    sizes = [len(theta) - 1 for theta in thetas] + [len(thetas[-1][0])]
    gradient = flat(gradients(net, thetas, X, Y, factors, rates["l1"], rates["l2"], N, weights))
    after = descent.update(flat(thetas), clipped(gradient, rates["clip_norm"]), rates, frozen)
    return Step(loss(net, thetas, X, Y, factors, weights), norm(gradient), unflat(after, sizes))


class Shown(NamedTuple):
    """An equation as it is shown: line and number of the lecture, symbol and matrix."""

    line: int | None
    number: str | None
    symbol: str
    value: Matrix


def shown(
    net: Net,
    thetas: Sequence[Rows],
    X: Rows,
    Y: Rows,
    descent: Descent,
    rates: Mapping[str, float],
    N: int,
    factors: Factors = None,
    frozen: Sequence[int] = (),
    weights: Row | None = None,
) -> Iterator[Shown]:
    """Lines 5 to 12 for one mini-batch, matrix by matrix, in the order of the algorithm."""
    L, count = len(thetas) + 1, range(len(X))
    of_examples = [forward(net, thetas, X[i], factors_of(factors, i))[1] for i in count]
    deltas = [
        [
            [weight_of(weights, i) * value for value in delta]
            for delta in example_deltas(net, thetas, X[i], Y[i], factors_of(factors, i))
        ]
        for i in count
    ]
    gradient = gradients(net, thetas, X, Y, factors, rates["l1"], rates["l2"], N, weights)
    yield Shown(5, "15", "A(1)", [[1.0, *x] for x in X])
    for l in range(2, L + 1):
        ones = [1.0] if l < L else []
        yield Shown(7, None, f"A({l})", [[*ones, *a[l - 1]] for a in of_examples])
    own = (net.output, net.loss) == ("sigmoid", "cross_entropy")
    yield Shown(None, "14" if own else None, "J", [[loss(net, thetas, X, Y, factors, weights)]])
    plain = net.loss == "cross_entropy" or net.output == "identity"
    yield Shown(9, "16" if plain else None, f"Δ({L})", [delta[-1] for delta in deltas])
    for l in range(L - 1, 0, -1):
        yield Shown(10, "19", f"∇({l})", gradient[l - 1])
        if l == 1:
            break
        g = net.activations[l - 2]
        zs = [forward(net, thetas, X[i], factors_of(factors, i))[0][l - 2] for i in count]
        slopes = [[G_PRIME[g](z) for z in row] for row in zs]
        yield Shown(9, "18" if g == "sigmoid" else None, f"g'(Z({l}))", slopes)
        yield Shown(9, "17", f"Δ({l})", [delta[l - 2] for delta in deltas])
    yield from shown_update(thetas, flat(gradient), descent, rates, frozen)


def shown_update(
    thetas: Sequence[Rows], gradient: Row, descent: Descent, rates: Mapping[str, float], frozen: Sequence[int]
) -> Iterator[Shown]:
    """Lines 11 and 12, and what optimisers put before them."""
    sizes = [len(theta) - 1 for theta in thetas] + [len(thetas[-1][0])]

    def layers(symbol: str, vector: Row, line: int | None = None) -> list[Shown]:
        return [Shown(line, None, f"{symbol}({l})", one) for l, one in enumerate(unflat(vector, sizes), 1)]

    if rates["clip_norm"]:
        gradient = clipped(gradient, rates["clip_norm"])
        yield from layers("∇", gradient)
    apart = len(frozen) > 0 or len(set(descent.t)) > 1
    after = descent.update(flat(thetas), gradient, rates, frozen)
    if descent.name in ("momentum", "nesterov", "adam"):
        yield from layers("mu", descent.mu)
    if descent.name in ("rmsprop", "adam"):
        yield from layers("nu", descent.nu)
    if descent.name == "adam":
        count = range(len(descent.t))
        root = [sqrt(1 - rates["beta2"] ** t) for t in descent.t]
        alpha = [
            0.0 if i in frozen else rates["learning_rate"] * root[i] / (1 - rates["beta1"] ** descent.t[i])
            for i in count
        ]
        epsilon = [rates["epsilon"] * (1 if i in frozen else root[i]) for i in count]
        if apart:
            yield from layers("t", descent.t)
            yield from layers("α'", alpha)
            yield from layers("ε'", epsilon)
        else:
            yield Shown(None, None, "α'", [[alpha[0]]])
            yield Shown(None, None, "ε'", [[epsilon[0]]])
    yield from layers("Θ", after, 12)
