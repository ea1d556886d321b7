"""Looking back with a real thread, which takes snapshots while it trains again what lies between two states."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from core.experiment import Experiment
from tui_mlp.session import Goal, State, TrainingSession

XOR = """
name = "xor by hand"
[data]
source = "inline"
inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
targets = [[0.0], [1.0], [1.0], [0.0]]
[network]
hidden = [3]
[training]
batch_size = {}
epochs = 1000000
"""


def wait(condition: Callable[[], bool], session: TrainingSession) -> None:
    """For a state, not for a time; a dead worker never reaches it."""
    end = time.monotonic() + 20.0
    while not condition():
        assert session._thread.is_alive(), session.events.get().details
        assert time.monotonic() < end, "the state never came"
        time.sleep(0.001)


@pytest.mark.parametrize("batch_size", [4, 3, 2, 1])
def test_any_epoch_can_be_looked_at(tmp_path, batch_size) -> None:
    """Of one mini-batch an epoch, a block holds one program, which has run whenever a snapshot is taken."""
    path = tmp_path / "xor.toml"
    path.write_text(XOR.format(batch_size))
    session = TrainingSession(Experiment.load(path), interval=0.0)
    try:
        seen = {}
        for epoch in range(1, 6):
            session.run(Goal.EPOCH)
            wait(lambda e=epoch: session.snapshot.epoch == e and session.snapshot.state is State.PAUSED, session)
            seen[epoch] = session.snapshot.theta
        session.run()
        wait(lambda: session.snapshot.epoch > 400, session)
        for epoch in (3, 1, 5, 2):
            session.look_back((epoch, 0))
            wait(lambda e=epoch: (session.snapshot.epoch, session.snapshot.batch) == (e, 0), session)
            wait(lambda: session.snapshot.commands == session._sent, session)
            assert np.array_equal(session.snapshot.theta, seen[epoch])
            assert session.snapshot.looks_back
        for epoch in range(session.snapshot.present[0] - 40, session.snapshot.present[0]):
            session.look_back((epoch, 0))
            wait(lambda e=epoch: session.snapshot.epoch == e, session)
        session.settle(stay=False)
    finally:
        assert session.close()
    assert session.events.empty()
