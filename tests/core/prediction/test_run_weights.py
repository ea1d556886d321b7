"""Weights asked for one after the other of the same run: each is as if it were asked for alone."""

from collections.abc import Callable

import pytest
from recorded import Recorded

from core.prediction import run_weights
from core.prediction.run_weights import WeightsOfRun
from core.resuming.resume import Resumed, reopen
from core.runs.run_folder import RunFolder


@pytest.fixture
def weights(make: Callable[..., Recorded]) -> WeightsOfRun:
    """Those of a run whose journal goes on behind its newest checkpoint, of epoch 2, and ends at epoch 3."""
    run = make()
    run.to((2, 0))
    run.to((5, 0), save=False)
    run.back((3, 0))
    return WeightsOfRun(run.folder, None, [])


def test_the_end_of_the_run_stays_its_end_after_an_earlier_epoch_was_trained_again(weights: WeightsOfRun) -> None:
    last, first = weights.chosen("last"), weights.chosen(1)
    assert (last.epoch, first.epoch) == (3, 1)
    again = weights.chosen("last")
    assert (again.epoch, again.theta.tobytes()) == (3, last.theta.tobytes())
    assert weights.chosen(1).theta.tobytes() == first.theta.tobytes() != last.theta.tobytes()


def test_the_end_is_trained_again_once(weights: WeightsOfRun, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[RunFolder] = []

    def counted(folder: RunFolder, source: str | None) -> Resumed:
        opened.append(folder)
        return reopen(folder, source)

    monkeypatch.setattr(run_weights, "reopen", counted)
    found = [weights.chosen(which).theta.tobytes() for which in ("last", "last", 3)]
    assert len(set(found)) == 1
    assert opened == [weights.folder]
