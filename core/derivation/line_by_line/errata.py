"""Errata of the slides: what they print, and what it should be."""

from core.support.i18n import _


def loss_row_without_mean() -> str:
    """The last scalar row of "Vectorización 2"."""
    return _(
        'On the slide "Vectorización 2" the last row for a single weight lacks (1/m) Σ over the examples. '
        "It belongs there: J is a mean, so ∇ is one too."
    )


def accumulator_shapes() -> str:
    """Line 4."""
    return _(
        "Line 4 of the slides gives the accumulators the shape s_(l+1) × s_l. With one example in each row, Δ(l) is "
        "m × s_l and ∇(l) has the shape of Θ(l), (s_l + 1) × s_(l+1)."
    )


def shapes_of_15() -> str:
    """Equation (15)."""
    return _(
        "In (15) the slides number the columns of Y from 0 and give Θ(l) the shape (s_(l-1) + 1) × s_l. Y has the "
        "columns 1 to s_L, and Θ(l) is (s_l + 1) × s_(l+1)."
    )


def weight_of_8() -> str:
    """Equation (8)."""
    return _("In (8) the slides write θ_jk^(L-2); the derivative is by θ_ij^(L-2).")


def brace_of_9() -> str:
    """The underbrace of (9)."""
    return _("Under the brace of (9) the slides write δ_i; what stands above it is δ_k.")


def slope_of_11() -> str:
    """Equation (11)."""
    return _(
        "In (11) the slides write g(a_j) (1 − g(a_j)). The slope is taken at z: g(z_j) (1 − g(z_j)) = a_j (1 − a_j), "
        "as (18) has it."
    )


def brace_of_11() -> str:
    """The underbrace of (11)."""
    return _("Under the brace of (11) the slides write δ_i; what stands above it is δ_j.")


def exponent_of_sigmoid() -> str:
    """The derivative of the sigmoid."""
    return _(
        "Where the slides derive the sigmoid, one denominator has 1 + e^(+XΘ). It is 1 + e^(−XΘ); the result "
        "g' = g (1 − g) is right."
    )


def no_first_error() -> str:
    """Lines 8 to 10."""
    return _(
        "Lines 8 to 10 of the slides would end at a Δ(1), which doesn't exist: the inputs make no error. Meant is "
        "Δ(L), ∇(L-1), Δ(L-1), ∇(L-2), … , ∇(1)."
    )
