"""last.safetensors and best.safetensors say what their weights are for, also after a person changed the training."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from recorded import Recorded, some_experiment

from core.model.files.weights_file import read_model, read_weights
from core.model.model import Model
from core.runs import checkpoint
from core.runs.outcome import outcome
from core.runs.run_folder import BEST, LAST
from core.support.errors import InputError, NewerFormat
from core.timeline import actions


@pytest.mark.parametrize("change", ["none", "data", "surgery"])
def test_the_model_in_them_is_the_training_as_it_ended(tmp_path: Path, change: str) -> None:
    run = Recorded(some_experiment(tmp_path), tmp_path / "runs")
    run.to((2, 0))
    trainer = run.trainer
    if change != "none":
        state = trainer.state()
        if change == "data":
            found = actions.set_key(state, trainer.data, "data.noise", 0.4)
        else:
            found = actions.add_neuron(state, trainer.data, 2)
        trainer.restore(found[0])
        run.to((4, 0))
    run.recorder.stop("interrupted", outcome(trainer, "interrupted", None))
    assert run.close()
    model = Model.of(trainer.network, trainer.data, trainer.experiment.name, trainer.epoch)
    rows = np.random.default_rng(1).normal(size=(20, 2))
    last, best = (read_model(run.folder.path / name) for name in (LAST, BEST))
    assert last.outputs(rows).tobytes() == model.outputs(rows).tobytes()
    assert (last.name, last.epoch, last.meaning) == (model.name, trainer.epoch, model.meaning)
    assert trainer.best is not None
    trainer.network.parameters.theta[:] = trainer.best
    assert best.outputs(rows).tobytes() == replace(model, network=trainer.network).outputs(rows).tobytes()
    assert best.epoch == trainer.best_epoch


def test_weights_that_early_stopping_put_back_are_of_the_best_epoch(tmp_path: Path) -> None:
    run = Recorded(some_experiment(tmp_path, "training.early_stopping=1"), tmp_path / "runs")
    trainer = run.trainer
    trainer.stop_rules.best, trainer.stop_rules.best_epoch = np.ones_like(trainer.network.parameters.theta), 1
    trainer.stop_rules.best_loss = -np.inf
    assert trainer.run() == "early_stopping"
    run.recorder.stop("early_stopping", outcome(trainer, "early_stopping", None))
    assert run.close()
    assert trainer.epoch > trainer.best_epoch == trainer.model.epoch == read_model(run.folder.path / LAST).epoch == 1


def test_readers_of_weights_alone_go_on_as_before(tmp_path: Path) -> None:
    run = Recorded(some_experiment(tmp_path), tmp_path / "runs")
    run.to((1, 0))
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    thetas = checkpoint.load_weights(run.folder.path / LAST)
    assert np.array_equal(np.concatenate([theta.ravel() for theta in thetas]), run.trainer.network.parameters.theta)
    assert run.close()
    bare = tmp_path / "earlier.safetensors"
    bare.write_bytes(checkpoint.dump_weights((2, 5, 1), run.trainer.network.parameters.theta, 1))
    assert read_weights(bare).model is None


@pytest.mark.parametrize("damaged", ["weights", "record"])
def test_damaged_weights_are_not_taken(tmp_path: Path, damaged: str) -> None:
    path, theta = tmp_path / "last.safetensors", np.ones(16)
    content = checkpoint.dump_weights((2, 3, 1), theta[:13], 1)
    place = content.index(theta[:1].tobytes()) if damaged == "weights" else content.index(b"epoch")
    path.write_bytes(content[:place] + b"!" + content[place + 1 :])
    with pytest.raises(InputError, match=f"{path}: its content is damaged"):
        read_weights(path)


def test_weights_of_a_later_version_are_refused(tmp_path: Path) -> None:
    path, content = tmp_path / "last.safetensors", checkpoint.dump_weights((2, 3, 1), np.ones(13), 1)
    path.write_bytes(content.replace(b'"format_version":"2"', b'"format_version":"3"'))
    with pytest.raises(NewerFormat, match="found format 3"):
        read_weights(path)
