"""A run of a table whose rule for missing numbers was changed while it was trained, replayed to the same weights."""

from pathlib import Path

import numpy as np
from recorded import Recorded
from voyage import write_voyage

from core.experiment.experiment import Experiment
from core.resuming.replay import Replay
from core.runs.outcome import outcome
from core.timeline.actions import apply_action, new_action


def test_other_rules_for_missing_numbers_are_replayed(tmp_path: Path) -> None:
    settings = ("data.target=rescued", "network.hidden=[3]", "training.epochs=9", "training.batch_size=8")
    experiment = Experiment.load(write_voyage(tmp_path), settings, suited=False)
    run = Recorded(experiment, tmp_path / "runs")
    for epoch, name, arguments in (
        (2, "set_key", ["data.missing", "zero"]),
        (4, "set_keys", [{"data.missing": "median", "data.standardize": False}]),
    ):
        run.to((epoch, 0))
        trainer, action = run.trainer, new_action((epoch, 0), name, arguments)
        theta, before = trainer.network.parameters.theta.copy(), trainer.data
        trainer.restore(apply_action(action, trainer.state(), trainer.data).state)
        run.timeline.add(action)
        assert np.array_equal(trainer.network.parameters.theta, theta), "the network is kept"
        assert trainer.data is not before
    digest = run.to((6, 0))
    ages = [coding.fill for coding in run.trainer.data.preparation.codings if coding.name == "age"]  # type: ignore[union-attr]
    assert ages == [np.median([18 + row * 7 % 40 for row in _trained(run) if row % 10 != 3])]
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    replay = Replay(run.folder)
    assert replay.run()
    assert replay.trainer.weights_sha256 == digest
    assert replay.trainer.experiment.data.missing == "median"
    assert not replay.trainer.experiment.data.standardize
    run.close()


def _trained(run: Recorded) -> list[int]:
    """The rows of the file that are trained."""
    rows = run.trainer.data.train.rows
    assert rows is not None
    return [int(row) for row in rows]
