"""The same training by others: each a class made of a Task, imported here once and named as in the tables."""

from typing import Protocol

from workloads import Task

from core.calls import Array
from peers.gemm import PureGemm
from peers.jax_scanned import JaxScanned
from peers.jax_step import JaxStep
from peers.naive import NaiveNumpy
from peers.ours import Ours
from peers.pytorch import PyTorch
from peers.scikit_learn import ScikitLearn
from peers.tuned import TunedNumpy


class Peer(Protocol):
    """Someone who trains the network of a task."""

    def __init__(self, task: Task) -> None: ...

    def train(self, epochs: int) -> list[float]:
        """As many epochs more; J of each."""
        ...


class Differentiating(Peer, Protocol):
    """One who can be asked for a gradient."""

    def gradient(self, rows: Array) -> list[Array]:
        """∂J/∂Θ of the mini-batch of these rows at the task's Θ, shaped like its `thetas`; asked before training."""
        ...


OURS, TUNED, GEMM = "ours", "tuned NumPy", "pure GEMM"
DIFFERENTIATING: dict[str, type[Differentiating]] = {
    "scikit-learn": ScikitLearn,
    "PyTorch eager": PyTorch,
    "JAX step": JaxStep,
    "JAX scanned": JaxScanned,
    "naive NumPy": NaiveNumpy,
    TUNED: TunedNumpy,
}
PEERS: dict[str, type[Peer]] = {**DIFFERENTIATING, GEMM: PureGemm}
ALL: dict[str, type[Peer]] = {OURS: Ours, **PEERS}
