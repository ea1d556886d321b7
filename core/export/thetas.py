"""The weights of a model under the names that they have in files."""

import numpy as np

from core.calls import Array
from core.model.model import Model


def named_thetas(model: Model) -> dict[str, Array]:
    """Θ(1), Θ(2), … as theta_1, theta_2, …, each (s_l + 1) × s_{l+1}, row by row in memory."""
    return {f"theta_{l}": np.ascontiguousarray(theta) for l, theta in enumerate(model.network.thetas, 1)}
