"""Saved runs, ready to predict: which weights they have, without training and without data where that can be."""

import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from recorded import Recorded, without

import core
from core.experiment.experiment import Experiment
from core.model.files.weights_file import read_model
from core.model.model import Model
from core.parameters import join
from core.prediction.rows_of_source import rows_of_source
from core.prediction.saved_model import SavedModel, Weights, saved_model
from core.runs import checkpoint
from core.runs.outcome import outcome
from core.runs.run_folder import BEST, JOURNAL, LAST, RESULT, RunFolder
from core.runs.summary import RUNNING
from core.support.errors import InputError
from core.support.strict_json import decode
from core.timeline.actions import apply_action
from core.timeline.journal import Action

FIXTURES = Path(__file__).parents[2] / "fixtures"
OLD_RUNS = [path.parent for path in sorted(FIXTURES.glob("runs-*/*/result.json"))]

TABLE = "size,colour,price\n" + "".join(f"{n * 7 % 40 / 4},{'rgb'[n % 3]},{n * 2.5 + n % 3}\n" for n in range(40))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Recorded]:
    """A run on a table of its own."""
    (tmp_path / "own.csv").write_text(TABLE)
    run = Recorded(Experiment.load(tmp_path / "own.csv", ["network.hidden=[4]"]), tmp_path / "runs")
    yield run
    run.close()


def stop(run: Recorded, stopped_by: str = "interrupted") -> None:
    run.recorder.stop(stopped_by, outcome(run.trainer, stopped_by, None))
    run.close()


def digest(saved: SavedModel) -> str:
    return sha256(saved.model.network.parameters.theta.data).hexdigest()


def refusal(folder: RunFolder, weights: Weights, source: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        saved_model(folder, weights, source)
    return str(caught.value)


def act(run: Recorded, name: str, *arguments: object) -> None:
    """What a person does by hand, in the journal too."""
    trainer = run.trainer
    action = Action(trainer.epoch, trainer.batch, name, list(arguments))
    trainer.restore(apply_action(action, trainer.state(), trainer.data).state)
    run.timeline.add(action)


# Runs of earlier versions


@pytest.mark.parametrize("path", OLD_RUNS, ids=[path.name for path in OLD_RUNS])
def test_the_last_weights_are_those_of_the_result_and_the_best_those_of_their_file(path: Path) -> None:
    folder, result = RunFolder(path), decode((path / RESULT).read_bytes(), dict[str, object])
    assert digest(saved_model(folder)) == result["weights_sha256"]
    if not (path / BEST).exists():
        assert "has no best weights" in refusal(folder, "best")
        return
    best, (thetas, epoch) = saved_model(folder, "best").model, checkpoint.load_saved_weights(path / BEST)
    assert best.epoch == epoch
    assert best.network.parameters.theta.tobytes() == join(thetas).tobytes()


def test_a_run_of_the_first_version_has_its_last_and_best_weights_alone(tmp_path: Path) -> None:
    path = Path(shutil.copytree(FIXTURES / "runs-0.1.0" / "momentum", tmp_path / "momentum"))
    expected = [digest(saved_model(RunFolder(path), weights)) for weights in ("last", "best")]
    shutil.rmtree(path / "checkpoints")
    (path / JOURNAL).unlink()
    assert [digest(saved_model(RunFolder(path), weights)) for weights in ("last", "best")] == expected
    assert "found no checkpoint, only the last and perhaps the best weights" in refusal(RunFolder(path), 3)


# Any epoch


def test_each_epoch_by_its_checkpoint_or_trained_again(make: Callable[..., Recorded]) -> None:
    run = make()
    run.to((2, 0), (4, 3), (6, 2))
    for epoch in (0, 1, 2, 5, 6):
        saved = saved_model(run.folder, epoch)
        assert saved.model.epoch == epoch
        assert digest(saved) == without(run.trainer.experiment, (epoch, 0))
    assert digest(saved_model(run.folder)) == run.trainer.weights_sha256
    assert "found no epoch 7: the run has 6 epochs; choose one from 0 to 6" in refusal(run.folder, 7)
    assert "found no epoch -1" in refusal(run.folder, -1)


def test_an_epoch_is_as_training_left_it_before_the_network_was_changed(make: Callable[..., Recorded]) -> None:
    run = make()
    run.to((1, 0))
    before = run.to((2, 0), save=False)
    act(run, "add_neuron", 2)
    run.recorder._enqueue_state(RUNNING)  # the only checkpoint of epoch 2 has the new neuron
    after = run.to((3, 0))
    second, last = saved_model(run.folder, 2), saved_model(run.folder)
    assert (digest(second), second.model.network.parameters.sizes) == (before, [2, 5, 1])
    assert (digest(last), last.model.network.parameters.sizes) == (after, [2, 6, 1])


def test_the_branch_that_was_left_is_not_taken(make: Callable[..., Recorded]) -> None:
    run = make()
    run.to((2, 1), save=False)
    run.change("training.learning_rate", 0.5)
    abandoned = run.to((3, 0))
    run.back((2, 1))
    run.change("training.learning_rate", 0.1)
    expected = run.to((3, 0), save=False)
    run.to((4, 0))
    assert digest(saved_model(run.folder, 3)) == expected != abandoned


def test_what_was_done_after_the_newest_checkpoint_counts(make: Callable[..., Recorded], tmp_path: Path) -> None:
    run = make()
    run.to((2, 0))
    run.to((5, 0), save=False)
    run.back((3, 0))
    went_back = saved_model(run.copy(tmp_path / "went-back"))
    assert (went_back.model.epoch, digest(went_back)) == (3, without(run.trainer.experiment, (3, 0)))
    other = make()
    other.to((2, 0))
    act(other, "add_neuron", 2)
    changed = saved_model(other.copy(tmp_path / "changed"))
    assert digest(changed) == other.trainer.weights_sha256


# What is said


def test_better_weights_are_told_of(make: Callable[..., Recorded]) -> None:
    run = make("training.epochs=12", "training.learning_rate=0.9", "training.optimizer=adam")
    run.to((12, 0))
    stop(run, "epochs")
    state = run.trainer.state()
    assert state.best_epoch < 12, "the case needs an earlier epoch"
    (note,) = saved_model(run.folder).notes
    last = run.trainer.history[-1]["validation_loss"]
    assert note == (
        f"the validation loss was lowest in epoch {state.best_epoch}: {state.best_loss:.4g}, "
        f"against {last:.4g} in the last epoch; these are the last weights, not the best ones"
    )
    assert saved_model(run.folder, "best").notes == []
    with pytest.warns(UserWarning, match="not the best ones"):
        model = core.load(run.folder.name, runs_dir=run.folder.path.parent)
    assert model.network.parameters.theta.tobytes() == run.trainer.network.parameters.theta.tobytes()
    assert core.load(run.folder.path, "best").epoch == state.best_epoch
    with pytest.raises(InputError, match="weights: found newest, expected last, best or the number of an epoch"):
        core.load(run.folder.path, "newest")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="found no run of this name"):
        core.load("none", runs_dir=run.folder.path.parent)


def test_weights_that_are_as_good_are_not_told_of(make: Callable[..., Recorded]) -> None:
    run = make("training.learning_rate=1e-300", "training.optimizer=gradient_descent")
    run.to((3, 0))
    stop(run, "epochs")
    assert run.trainer.best_epoch < 3
    assert saved_model(run.folder).notes == []


def test_after_early_stopping_the_last_weights_are_the_best(make: Callable[..., Recorded]) -> None:
    run = make("training.early_stopping=3", "training.learning_rate=0.5")
    stopped_by = run.trainer.run()
    assert stopped_by == "early_stopping"
    stop(run, stopped_by)
    last, best = saved_model(run.folder), saved_model(run.folder, "best")
    assert digest(last) == digest(best) == run.trainer.weights_sha256
    assert last.model.epoch == best.model.epoch == run.trainer.best_epoch < run.trainer.epoch
    assert last.notes == []
    (note,) = saved_model(run.folder, run.trainer.epoch).notes
    assert note.endswith(f"the best weights were restored: they are of epoch {run.trainer.best_epoch}")


def test_how_a_run_ended(make: Callable[..., Recorded], tmp_path: Path) -> None:
    run = make()
    run.to((2, 3))
    assert saved_model(run.folder).notes[0].startswith("the run is still in use by another program; its weights so far")
    killed = saved_model(run.copy(tmp_path / "killed"))
    assert killed.notes[0] == (
        "the run was interrupted; its last weights are those after epoch 2 and mini-batch 3 of the next one"
    )
    assert digest(killed) == run.trainer.weights_sha256
    stop(run, "divergence")
    assert "its last finite weights" in saved_model(run.folder).notes[0]


# Without the data


def test_data_are_needed_only_where_the_folder_does_not_hold_enough(own: Recorded, tmp_path: Path) -> None:
    own.to((1, 0), (3, 0))
    stop(own)
    rows = np.array([[3.0, 1.0], [np.nan, 2.0], [40.0, np.nan]])
    chosen: tuple[Weights, ...] = ("last", "best", 1)
    expected = [saved_model(own.folder, weights).model.outputs(rows) for weights in chosen]
    (tmp_path / "own.csv").rename(tmp_path / "moved.csv")
    for weights, outputs in zip(chosen, expected, strict=True):
        saved = saved_model(own.folder, weights)
        assert saved.model.outputs(rows).tobytes() == outputs.tobytes()
        assert saved.model.meaning.names == ("price",)
        with pytest.raises(InputError, match=r"no such file|No such file"):
            saved.data()
    message = refusal(own.folder, 2)
    assert message.endswith("if its data were moved, --set data.source=FILE says where they are now")
    assert message.count("were moved") == 1
    moved = saved_model(own.folder, 2, str(tmp_path / "moved.csv"))
    assert moved.model.epoch == 2
    assert moved.data().train.X.tobytes() == own.trainer.X.tobytes()
    assert not [note for note in moved.notes if "training examples" in note]
    (own.folder.path / LAST).write_bytes(b"damaged")
    (own.folder.path / BEST).unlink()
    assert "No such file" in refusal(own.folder, "last"), "then they are needed"


def test_other_rows_than_the_run_had_are_told_of(own: Recorded, tmp_path: Path) -> None:
    own.to((2, 0))
    stop(own)
    (tmp_path / "own.csv").write_text(TABLE.replace("\n7.0,", "\n7.5,"))
    saved = saved_model(own.folder)
    assert saved.data().preparation is not None
    assert any(note.startswith("the training examples are not those") for note in saved.notes)
    for changed, expected in {
        TABLE.replace("size", "length"): "found 'length', 'colour=b', 'colour=g', 'colour=r', expected 'size', 'colour",
        TABLE.replace("b,", "g,").replace("size", "length"): "the network was 4-4-1, with these data it would be 3-4-1",
    }.items():
        (tmp_path / "own.csv").write_text(changed)
        with pytest.raises(InputError) as caught:
            saved_model(own.folder).data()
        assert str(caught.value).startswith(f"{own.folder.path}: its data have changed, or are read otherwise now: ")
        assert expected in str(caught.value)


def test_raw_rows_have_the_categories_that_the_run_learnt(own: Recorded, tmp_path: Path) -> None:
    """One that has come since, and is the first of the alphabet, is unknown and moves no other."""
    own.to((1, 0))
    stop(own)
    saved = saved_model(own.folder)
    before = rows_of_source(saved)
    (tmp_path / "own.csv").write_text(f"{TABLE}1,a,3\n")
    after = rows_of_source(saved)
    np.testing.assert_array_equal(after[:-1], before)
    assert after[-1].tolist() == [1, 3]


def test_weights_from_before_the_data_were_changed_have_the_data_of_then(own: Recorded) -> None:
    own.to((1, 0))
    before = Model.of(own.trainer.network, own.trainer.data)
    act(own, "set_key", "data.standardize", False)
    own.to((2, 0))
    stop(own)
    rows = np.array([[3.0, 1.0], [20.0, 2.0]])
    assert read_model(own.folder.path / LAST)
    assert saved_model(own.folder, 1).model.outputs(rows).tobytes() == before.outputs(rows).tobytes()
    after = saved_model(own.folder)
    assert after.model.preparation.scaling is None
    assert after.data().preparation is not None
    assert after.data().input_scaling is None
    assert not [note for note in after.notes if "training examples" in note], "a person has changed them"
