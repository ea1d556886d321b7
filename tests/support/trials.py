"""Trials of remedies after a divergence, each run once: the same training has the same loss each time it is run."""

import pytest

from core.training import divergence
from core.training.divergence import Trial

as_ever = divergence.loss_rise
known: dict[tuple[bytes, ...], float] = {}
"""The rise of the loss by the experiment, data and weights that a trial begins with."""


def loss_rise(trial: Trial) -> float:
    train = trial.data.train
    start = (
        repr(trial.experiment).encode(), train.inputs.tobytes(), train.Y.tobytes(),
        trial.network.parameters.theta.tobytes(),
    )  # fmt: skip
    if start not in known:
        known[start] = as_ever(trial)
    return known[start]


def remember(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of trials that begin alike only the first is run: every message that was made anew tried all again, a second."""
    monkeypatch.setattr(divergence, "loss_rise", loss_rise)
