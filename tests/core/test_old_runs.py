"""Runs of earlier versions resume, replay and open for ever: tests/fixtures has folders that those versions wrote."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from core import checkpoint
from core.journey import advance, here
from core.listing import Listing
from core.replay import Replay, rounding
from core.resuming import resume
from core.runs import JOURNAL, RunFolder
from tui_mlp import __version__

RUNS = sorted(path for path in (Path(__file__).parents[1] / "fixtures").glob("runs-*/*") if path.is_dir())
"""A folder a run, by the version that wrote it."""

DIVERGED = "diverged"
IDS = [path.name for path in RUNS]


@pytest.fixture(params=RUNS, ids=IDS)
def folder(request, tmp_path):
    """A copy of the run, since going on writes into it."""
    return RunFolder(Path(shutil.copytree(request.param, tmp_path / "runs" / request.param.name)))


def test_there_are_runs_of_every_kind():
    journals = "".join((path / JOURNAL).read_text() for path in RUNS)
    experiments = "".join((path / "experiment.toml").read_text() for path in RUNS)
    for optimizer in ("gradient_descent", "momentum", "nesterov", "rmsprop", "adam"):
        assert f'optimizer = "{optimizer}"' in experiments
    for act in ("add_neuron", "remove_neuron", "add_layer", "remove_layer", "change_activation", "change_activations"):
        assert f'"act":"{act}"' in journals
    for act in ("set_weight", "freeze", "thaw", "set_key"):
        assert f'"act":"{act}"' in journals
    for what in ("change", "rewind", "go on", "stop"):
        assert f'"what":"{what}"' in journals


def test_it_resumes_on_its_bits_and_goes_on(folder):
    saved = checkpoint.load(folder.numbered()[-1].path)
    resumed = resume(folder, __version__)
    trainer = resumed.trainer
    assert here(trainer) == resumed.to == saved.place
    assert trainer.network.parameters.theta.tobytes() == saved.theta.tobytes()
    if folder.name != DIVERGED:
        assert advance(trainer, (trainer.epoch + 2, 0))
        assert np.isfinite(trainer.network.parameters.theta).all()


def test_it_replays_to_its_weights(folder):
    saved = checkpoint.load(folder.numbered()[-1].path)
    replay = Replay(folder, program=__version__)
    assert replay.run()
    verdict = replay.verdict()
    assert verdict.same, verdict.text
    assert verdict.off is not None
    assert verdict.off <= rounding(saved.theta), "they are short: rounding has had no time to grow"
    assert "was 0.1.0, is " in "; ".join(replay.differs)


def test_they_are_listed_with_their_figures():
    listing = Listing(RUNS[0].parent)
    assert listing.look()
    listed = {run.folder.name: run.summary for run in listing.runs}
    assert sorted(listed) == IDS
    assert listed["iris-one-batch"].architecture == "4-6-3"
    assert listed["killed"].state == "interrupted"
    assert listed["diverged"].state == "divergence"
