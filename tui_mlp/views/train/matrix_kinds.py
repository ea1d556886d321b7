"""The kinds of matrix a layer's pane shows: weights, gradient, last step."""

from collections.abc import Callable
from dataclasses import dataclass

from core.support.i18n import N_, translated
from tui_mlp.render.matrix.matrix import Matrix
from tui_mlp.session.snapshot import Snapshot


@dataclass(frozen=True)
class MatrixKind:
    """A kind of matrix: its name, the symbols of the matrix and of a cell, its values, and a description."""

    name: str
    symbol: str
    cell: str
    values: Callable[[Snapshot], Matrix]
    about: str
    missing: Callable[[Snapshot], str] = lambda snapshot: ""
    """Why its values aren't known, a key of MISSING; empty where they are."""

    @property
    def of_a_batch(self) -> bool:
        """Whether its values are those of the last mini-batch, not of the network as it is now."""
        return self is not THETA

    def title(self, layer: int) -> str:
        """The symbol of a layer's matrix, such as Θ(2)."""
        return f"{self.symbol}({layer})"


THETA = MatrixKind(
    "theta", "Θ", "θ", lambda snapshot: snapshot.theta,
    N_("Θ(l), the weights from layer l to layer l + 1: (s_l + 1) × s_(l+1). Row j, column k links neuron j to neuron "
    "k; row 0 is the bias, the weight of the unit that is always 1 (15)."),
)  # fmt: skip
GRADIENT = MatrixKind(
    "gradient", "∇", "∇", lambda snapshot: snapshot.gradient,
    N_("∇(l) = ∂J/∂Θ(l), the gradient of the last mini-batch, −(1/m) (A(l))ᵀ Δ(l+1) by equation (19), penalty "
    "included. Gradient descent moves each weight against its gradient, by α times its size (lines 11 and 12)."),
    lambda snapshot: snapshot.gradient_missing,
)  # fmt: skip
STEP = MatrixKind(
    "step", "step Θ", "step", lambda snapshot: snapshot.step,
    N_("The last step: what the last mini-batch added to Θ(l). For gradient descent −α ∇(l) (line 12); the other "
    "optimisers make it from their averages too. A step of about a thousandth of the weights is usual."),
    lambda snapshot: snapshot.step_missing,
)  # fmt: skip

MATRIX_KINDS = (THETA, GRADIENT, STEP)

MISSING = {
    "untrained": N_("{} is not known yet: the first mini-batch computes it. b trains one mini-batch."),
    "restructured": N_("{} is not known for the new layers yet: the next mini-batch computes it. b trains one."),
}
"""Why a matrix isn't known. `{}` is its symbol."""


def next_kind(kind: MatrixKind) -> MatrixKind:
    """The next kind; the first after the last."""
    return MATRIX_KINDS[(MATRIX_KINDS.index(kind) + 1) % len(MATRIX_KINDS)]


def kind_description(kind: MatrixKind) -> str:
    """The description of a kind in the user's language."""
    return translated(kind.about)
