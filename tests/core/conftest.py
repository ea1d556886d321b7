"""Recorded trainings, for the tests of saved runs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from recorded import Recorded, some_experiment


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Recorded]]:
    """A function that begins a recorded training with other settings."""
    made = []

    def begin(*overrides: str) -> Recorded:
        made.append(Recorded(some_experiment(tmp_path / "home", *overrides), tmp_path / "runs"))
        return made[-1]

    yield begin
    for run in made:
        run.close()
