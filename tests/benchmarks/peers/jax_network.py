"""The training step as a user of JAX writes it: pure functions over a list of (W, b), to be compiled by its callers."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from workloads import BETA1, BETA2, EPSILON, MOMENTUM, Task

from core.calls import Array

jax.config.update("jax_enable_x64", True)  # else float64 becomes float32; float32 stays what it is
jax.config.update("jax_cpu_enable_async_dispatch", False)  # else its steps run beside Python, on a second core

Thetas = list[tuple[jax.Array, jax.Array]]
Carry = tuple[Thetas, Any]
Step = Callable[[Carry, jax.Array, jax.Array], tuple[Carry, jax.Array]]

G = {"tanh": jnp.tanh, "relu": jax.nn.relu}


class JaxNetwork:
    """A task in JAX's arrays: `step` takes (Θ, the optimiser's state), X and Y of a mini-batch, and gives J with them.

    X is m × s_1, Y is m × s_L.
    """

    def __init__(self, task: Task) -> None:
        self.task, self.workload = task, task.workload
        self.X, self.Y = jnp.asarray(task.X), jnp.asarray(task.Y)
        thetas = [(jnp.array(theta[1:]), jnp.array(theta[0])) for theta in task.thetas]
        self.update, state = OPTIMIZERS[self.workload.optimizer](thetas, self.workload.learning_rate)
        self.carry: Carry = (thetas, state)
        self.random = np.random.default_rng(1)

    def J(self, thetas: Thetas, X: jax.Array, Y: jax.Array) -> jax.Array:
        """The cross-entropy from Z^(L), a mean over the mini-batch."""
        A, g = X, G[self.workload.activation]
        for W, b in thetas[:-1]:
            A = g(A @ W + b)
        W, b = thetas[-1]
        Z = A @ W + b
        if self.workload.output == "softmax":
            return -(Y * jax.nn.log_softmax(Z)).sum() / len(X)
        return (jax.nn.softplus(Z) - Y * Z).sum() / len(X)

    def step(self, carry: Carry, X: jax.Array, Y: jax.Array) -> tuple[Carry, jax.Array]:
        """A mini-batch's J, and what its gradient makes of Θ and of the state."""
        thetas, state = carry
        J, gradient = jax.value_and_grad(self.J)(thetas, X, Y)
        return self.update(thetas, state, gradient), J

    def gradient(self, rows: Array) -> list[Array]:
        """By automatic differentiation, compiled."""
        gradient = jax.jit(jax.grad(self.J))(self.carry[0], self.X[rows], self.Y[rows])
        return [np.vstack([b, W]) for W, b in gradient]


Update = Callable[[Thetas, Any, Thetas], Carry]


def gradient_descent(_thetas: Thetas, rate: float) -> tuple[Update, Any]:
    """θ −= α g."""

    def update(thetas: Thetas, state: Any, gradient: Thetas) -> Carry:
        return jax.tree.map(lambda theta, g: theta - rate * g, thetas, gradient), state

    return update, ()


def momentum(thetas: Thetas, rate: float) -> tuple[Update, Any]:
    """v ← μ v + g, θ −= α v."""

    def update(thetas: Thetas, state: Any, gradient: Thetas) -> Carry:
        state = jax.tree.map(lambda v, g: MOMENTUM * v + g, state, gradient)
        return jax.tree.map(lambda theta, v: theta - rate * v, thetas, state), state

    return update, jax.tree.map(jnp.zeros_like, thetas)


def adam(thetas: Thetas, rate: float) -> tuple[Update, Any]:
    """μ and ν averaged, their biases corrected by two scalars, θ −= α μ̂ / (√ν̂ + ε)."""

    def update(thetas: Thetas, state: Any, gradient: Thetas) -> Carry:
        t, mu, nu = state
        t = t + 1
        mu = jax.tree.map(lambda mu, g: BETA1 * mu + (1 - BETA1) * g, mu, gradient)
        nu = jax.tree.map(lambda nu, g: BETA2 * nu + (1 - BETA2) * g * g, nu, gradient)
        root = jnp.sqrt(1 - BETA2**t)
        alpha, epsilon = rate * root / (1 - BETA1**t), EPSILON * root
        thetas = jax.tree.map(lambda theta, mu, nu: theta - alpha * mu / (jnp.sqrt(nu) + epsilon), thetas, mu, nu)
        return thetas, (t, mu, nu)

    t = jnp.zeros((), thetas[0][0].dtype)
    return update, (t, jax.tree.map(jnp.zeros_like, thetas), jax.tree.map(jnp.zeros_like, thetas))


OPTIMIZERS = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
