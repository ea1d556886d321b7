"""Looking back, while training computes again what lies between two states."""

from pathlib import Path

import numpy as np
import pytest
from sessions import wait, xor

from core.experiment.experiment import Experiment
from tui_mlp.session.commands import AcceptRewind, CancelRewind, RewindTo, Run
from tui_mlp.session.session import Goal, RunState, TrainingSession
from tui_mlp.session.stepped_sessions import SteppedSession


@pytest.mark.parametrize("batch_size", [4, 3, *(pytest.param(size, marks=pytest.mark.slow) for size in (2, 1))])
def test_any_epoch_can_be_looked_at(tmp_path: Path, batch_size: int) -> None:
    """Of one mini-batch an epoch, a block holds one program, which has run whenever a snapshot is taken."""
    session = TrainingSession(xor(tmp_path, batch_size=batch_size, epochs=1_000_000), interval=0.0)
    try:
        seen = {}
        for epoch in range(1, 6):
            session.post(Run(Goal.EPOCH))
            wait(lambda e=epoch: session.snapshot.epoch == e and session.snapshot.state is RunState.PAUSED, session)  # type: ignore[misc]
            seen[epoch] = session.snapshot.theta
        session.post(Run())
        wait(lambda: session.snapshot.epoch > 400, session)
        for epoch in (3, 1, 5, 2):
            session.post(RewindTo((epoch, 0)))
            wait(lambda e=epoch: (session.snapshot.epoch, session.snapshot.batch) == (e, 0), session)  # type: ignore[misc]
            wait(lambda: session.up_to_date, session)
            assert np.array_equal(session.snapshot.theta, seen[epoch])
            assert session.snapshot.rewinding
        for epoch in range(session.snapshot.present[0] - 40, session.snapshot.present[0]):
            session.post(RewindTo((epoch, 0)))
            wait(lambda e=epoch: session.snapshot.epoch == e, session)  # type: ignore[misc]
        session.post(CancelRewind())
    finally:
        assert session.close()
    assert session.events.empty()


def trained(epochs: int) -> SteppedSession:
    """A training of that many epochs, paused."""
    session = SteppedSession(Experiment.load("xor"))
    for _epoch in range(epochs):
        session.post(Run(Goal.EPOCH))
        session.train_on()
    return session


def test_training_goes_on_from_the_epoch_chosen_though_it_is_not_reached_yet() -> None:
    """Enter may come while the epoch is still being computed again: what is shown then isn't what was chosen."""
    session = trained(7)
    session.post(RewindTo((3, 0)))
    session.post(AcceptRewind())
    session.train_on()
    assert session.snapshot.epoch == session.snapshot.present[0] == 3
    assert not session.snapshot.rewinding
    session.post(Run(Goal.EPOCH))
    session.train_on()
    assert session.snapshot.epoch == 4


def test_a_cancelled_rewind_is_not_accepted_later() -> None:
    session = trained(7)
    session.post(RewindTo((3, 0)))
    session.post(AcceptRewind())
    session.post(CancelRewind())
    session.train_on()
    assert session.snapshot.epoch == session.snapshot.present[0] == 7
