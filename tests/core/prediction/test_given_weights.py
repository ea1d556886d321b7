"""Trainings that start from the weights of a run, an export or another program, and what is said about them."""

from pathlib import Path

import numpy as np
import pytest
from recorded import Recorded
from safetensors.numpy import save_file

from core.experiment.experiment import Experiment
from core.export.export import export_model
from core.model.model import Model
from core.prediction.given_weights import experiment_with_weights
from core.resuming.resume import resume
from core.runs.outcome import outcome
from core.runs.run_folder import BEST, LAST, RunFolder
from core.support.errors import InputError
from core.training.trainer import Trainer

RANDOM = np.random.default_rng(4)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of two epochs on iris."""
    recorded = Recorded(iris(), tmp_path_factory.mktemp("runs"))
    recorded.to((2, 0))
    recorded.recorder.stop("interrupted", outcome(recorded.trainer, "interrupted", None))
    assert recorded.close()
    assert recorded.recorder.folder is not None
    return recorded.recorder.folder


def iris(**changes: object) -> Experiment:
    given = {"network.hidden": [6], "training.epochs": 3}
    return Experiment.load("iris").replace_all(
        given | {key.replace("__", "."): value for key, value in changes.items()}
    )


def test_a_sequential_of_pytorch_says_what_it_said_there(tmp_path: Path) -> None:
    """nn.Sequential(Linear(4, 6), Tanh(), Linear(6, 3)), softmax behind it."""
    W, b, V, c = (RANDOM.normal(size=size) for size in ((6, 4), (6,), (3, 6), (3,)))
    save_file({"0.weight": W, "0.bias": b, "2.weight": V, "2.bias": c}, tmp_path / "net.safetensors")
    experiment, notes = experiment_with_weights(iris(), tmp_path / "net.safetensors")
    trainer = Trainer(experiment)
    inputs = trainer.data.train.inputs
    scores = np.exp(np.tanh(inputs @ W.T + b) @ V.T + c)
    assert np.abs(trainer.network.predict(inputs) - scores / scores.sum(1, keepdims=True)).max() < 1e-14
    assert notes == []


def test_weights_of_a_run_by_its_folder_and_by_its_files(run: RunFolder, tmp_path: Path) -> None:
    """All are the same, and of the same experiment, so that there is nothing to say; a checkpoint knows no more."""
    saved = resume(run).trainer
    model = Model.of(saved.network, saved.data)
    for ending in (".npz", ".safetensors"):
        export_model(model, tmp_path / f"iris{ending}")
    checkpoint = run.numbered_checkpoints()[-1].path
    for path in (run.path, run.path / LAST, tmp_path / "iris.npz", tmp_path / "iris.safetensors", checkpoint):
        experiment, notes = experiment_with_weights(iris(), path)
        assert Trainer(experiment).weights_sha256 == saved.weights_sha256, path
        assert notes == [], path
    assert experiment_with_weights(iris(), run.path / BEST)[0].network.weights is not None


def test_the_new_run_needs_the_file_no_longer(tmp_path: Path) -> None:
    """They are in its experiment, packed as they are many: with the file gone it starts again, with the same bits."""
    state = {
        "0.weight": RANDOM.normal(size=(200, 4)),
        "0.bias": np.zeros(200),
        "1.weight": RANDOM.normal(size=(3, 200)),
    }
    path = tmp_path / "net.safetensors"
    save_file(state, path)
    experiment, notes = experiment_with_weights(iris(network__hidden=[200]), path)
    assert notes == [f"{path}: the layer 2 has no bias; it starts from 0, and is trained"]
    recorded = Recorded(experiment, tmp_path / "runs")
    start = recorded.trainer.state().theta
    recorded.to((1, 0))
    assert recorded.close()
    path.unlink()
    assert recorded.recorder.folder is not None
    for checkpoint in recorded.recorder.folder.numbered_checkpoints():
        checkpoint.path.unlink()
    again = resume(recorded.recorder.folder).trainer
    assert again.state().theta.tobytes() == start.tobytes()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"network__activation": "relu"}, ["it was trained with network.activation = ['tanh']; here it is ['relu']"]),
        ({"dtype": "float32"}, ["dtype = 'float64'; here it is 'float32'"]),
        ({"seed": 9}, ["its inputs were prepared otherwise"]),
        ({"network__output": "sigmoid", "network__loss": "cross_entropy"}, ["network.output = 'softmax'; here it is"]),
    ],
)
def test_other_meanings_are_told(run: RunFolder, changes: dict[str, object], said: list[str]) -> None:
    _experiment, notes = experiment_with_weights(iris(**changes), run.path / LAST)
    for part in said:
        assert any(note.startswith(f"{run.path / LAST}: ") and part in note for note in notes), (part, notes)


def test_weights_of_other_columns_and_classes_are_told(tmp_path: Path) -> None:
    rows = "".join(f"{RANDOM.normal():.3f},{RANDOM.normal():.3f},{'uv'[row % 2]}\n" for row in range(40))
    for name, head in (("a", "x,y,kind\n"), ("b", "y,x,kind\n"), ("c", "p,y,kind\n")):
        (tmp_path / f"{name}.csv").write_text(head + (rows if name != "c" else rows.replace("v", "w")))
    first, *others = (Experiment.load(tmp_path / f"{name}.csv", ["network.hidden=[2]"]) for name in "abc")
    trainer = Trainer(first)
    path = export_model(Model.of(trainer.network, trainer.data), tmp_path / "a.npz").path
    notes = [" ".join(experiment_with_weights(other, path)[1]) for other in others]
    assert "its weights belong to the inputs 'x', 'y' in another order: here they are 'y', 'x'" in notes[0]
    assert "its weights belong to other inputs, 'x', 'y': here they are 'p', 'y'" in notes[1]
    assert "its outputs stand for 'u', 'v': here they stand for 'u', 'w'" in notes[1]


def test_layers_that_do_not_fit(run: RunFolder) -> None:
    said = r"found the layers 4-6-3, the experiment needs 4-8-8-3; set network.hidden = \[6\]"
    with pytest.raises(InputError, match=said):
        experiment_with_weights(iris(network__hidden=[8, 8]), run.path / LAST)
    with pytest.raises(InputError, match="its inputs are 64, those of the weights 4; its outputs are 10") as problem:
        experiment_with_weights(Experiment.load("digits"), run.path / LAST)
    assert "set network.hidden" not in str(problem.value)
