"""What most tests of sessions train, and how they wait for a thread."""

import time
from collections.abc import Callable
from pathlib import Path

from core.experiment.experiment import Experiment
from tui_mlp.session.session import RunState, TrainingSession

XOR = """
name = "xor by hand"
[data]
source = "inline"
inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
targets = [[0.0], [1.0], [1.0], [0.0]]
[network]
hidden = {hidden}
[training]
batch_size = {batch_size}
epochs = {epochs}
"""


def xor_text(hidden: str = "[3, 2]", batch_size: int = 2, epochs: int = 5) -> str:
    return XOR.format(hidden=hidden, batch_size=batch_size, epochs=epochs)


def xor(folder: Path, hidden: str = "[3]", batch_size: int = 2, epochs: int = 50) -> Experiment:
    """Of a file in the folder."""
    path = folder / "xor.toml"
    path.write_text(xor_text(hidden, batch_size, epochs))
    return Experiment.load(path)


def wait(condition: Callable[[], bool], session: TrainingSession | None = None, seconds: float = 20.0) -> None:
    """For a state, not for a time; the worker of a session, where one is given, must live."""
    end = time.monotonic() + seconds
    while not condition():
        assert session is None or session.alive, session.events.get().details
        assert time.monotonic() < end, "the state never came"
        time.sleep(0.001)


def settled(session: TrainingSession, state: RunState) -> Callable[[], bool]:
    """Whether it is in that state, and shows it."""
    return lambda: session.state is state and session.snapshot.state is state
