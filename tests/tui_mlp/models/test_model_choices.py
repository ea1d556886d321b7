"""Which weights can be exported: their epochs and figures, and why there are no best ones."""

from math import isnan
from pathlib import Path

import numpy as np
import pytest
from recorded import some_experiment
from some_runs import a_run, listed

from core.export.export import EXPORTERS
from core.prediction.trainer_models import TakenModels
from core.support.errors import InputError
from tui_mlp.models.export_form import CARD, ExportForm
from tui_mlp.models.export_work import ExportFailed, export, files_of, path_to_write
from tui_mlp.models.model_choices import Figures, ModelChoice, ModelChoices, choices_of_run, choices_of_training
from tui_mlp.session.commands import EditNetwork, Run, TakeModels
from tui_mlp.session.run_until import Goal
from tui_mlp.session.stepped_sessions import SteppedSession


def choices(folder: Path, *settings: str, goals: tuple[Goal, ...] = (Goal.END,), edit: bool = False) -> ModelChoices:
    settings = ("data.source=moons", "data.samples=60", "training.epochs=9", "training.learning_rate=0.3", *settings)
    session, found = SteppedSession(some_experiment(folder, *settings)), list[TakenModels]()
    for goal in goals:
        session.post(Run(goal))
        session.train_on()
    if edit:
        session.post(EditNetwork("add_neuron", (2,), agreed=True))
    session.post(TakeModels(found.append))
    return choices_of_training(found[0])


def test_both_with_the_figures_of_their_epochs(tmp_path: Path) -> None:
    found = choices(tmp_path)
    last, best = found.choices
    assert (last.kind, last.epoch, best.kind) == ("last", 9, "best")
    assert best.figures.loss < last.figures.loss
    assert not isnan(last.figures.accuracy)
    assert isnan(last.figures.r2)
    assert found.on_validation
    assert found.notes == ()
    assert best.load().model.epoch == best.epoch < 9
    (note,) = last.load().notes
    assert f"lowest in epoch {best.epoch}" in note, "the model card says it"
    assert best.load().notes == []


@pytest.mark.parametrize(
    ("settings", "goals", "words"),
    [
        (["data.validation_fraction=0"], (Goal.END,), ["no validation rows"]),
        (["training.evaluate_every=0"], (Goal.EPOCH,), ["evaluate_every"]),
        ([], (), ["initial weights", "No best weights"]),
        ([], (Goal.EPOCH,), ["The last weights are the best ones", "at epoch 1"]),
    ],
    ids=["no split", "not evaluated", "untrained", "the same"],
)
def test_one_choice_and_why(tmp_path: Path, settings: list[str], goals: tuple[Goal, ...], words: list[str]) -> None:
    found = choices(tmp_path, *settings, goals=goals)
    assert [choice.kind for choice in found.choices] == ["last"]
    for word in words:
        assert word in " ".join(found.notes)


def test_without_validation_rows_the_figures_are_of_training(tmp_path: Path) -> None:
    found = choices(tmp_path, "data.validation_fraction=0")
    assert not found.on_validation
    assert not isnan(found.choices[0].figures.loss)


def test_weights_that_were_trained_on_have_the_figures_of_the_last_epoch(tmp_path: Path) -> None:
    found = choices(tmp_path, goals=(Goal.EPOCH, Goal.EPOCH, Goal.EPOCH, Goal.BATCH))
    assert found.choices[0].epoch == 3
    assert not isnan(found.choices[0].figures.loss)
    assert "trained on since epoch 3" in found.notes[0]
    edited = choices(tmp_path, edit=True)
    assert isnan(edited.choices[0].figures.loss)


def test_a_saved_run_by_its_files(tmp_path: Path) -> None:
    a_run(tmp_path, "worse", 0, 30, best_epoch=12, best_validation_loss=0.05)
    a_run(tmp_path, "stopped", 1, 30, best_epoch=12, best_validation_loss=0.05, state="early_stopping")
    a_run(tmp_path, "without", 2, 30, best_epoch=None, best_validation_loss=None, batch=3)
    found = {run.name: choices_of_run(run) for run in listed(tmp_path)}
    last, best = found["worse"].choices
    assert (last.epoch, best.epoch, best.figures.loss) == (30, 12, 0.05)
    assert last.figures.loss == pytest.approx(0.1 + 0.5 * np.exp(-1.5))
    (only,) = found["stopped"].choices
    assert (only.kind, only.epoch) == ("last", 12)
    assert len(found["without"].choices) == 1
    assert "No best weights" in found["without"].notes[0]
    assert "trained on since epoch 30" in found["without"].notes[1]


# The form and the path


def a_form(*kinds: str) -> ExportForm:
    def never() -> None:
        raise AssertionError

    made = tuple(ModelChoice(kind, 1, Figures(0.5), never) for kind in kinds)  # type: ignore[arg-type]
    return ExportForm.begin(ModelChoices("two-spirals", "two spirals", made, True))


def test_the_form() -> None:
    form = a_form("last", "best")
    assert (form.typed, form.ending, form.weights, form.card) == ("two-spirals.onnx", ".onnx", "last", True)
    assert form.choose(".py").typed == "two-spirals.py"
    assert form.choose("best").choice.kind == "best"
    assert not form.choose(CARD).card
    assert form.with_name(" net.v2.npz ").ending == ".npz"
    assert form.with_name("net.v2").typed == "net.v2.onnx"
    assert form.groups[0] == list(EXPORTERS)


def test_a_path_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.npz").mkdir()
    assert path_to_write(" net ", ".npz") == tmp_path / "net.npz"
    assert path_to_write("net.v2.py", ".npz") == tmp_path / "net.v2.py"
    for text, words in (("", "found no name"), ("folder.npz", "folder"), ("nowhere/net", "there is no folder")):
        with pytest.raises(InputError, match=words):
            path_to_write(text, ".npz")
    assert files_of(tmp_path / "a.py", card=True) == [tmp_path / "a.py", tmp_path / "a.md"]


@pytest.mark.parametrize(
    ("problem", "words"),
    [(OSError(28, "No space left on device", "/full"), "/full: No space left"), (MemoryError(), "memory")],
    ids=["disk", "memory"],
)
def test_what_fails_is_told(tmp_path: Path, problem: Exception, words: str) -> None:
    def fail() -> None:
        raise problem

    choice = ModelChoice("last", 1, Figures(0.5), fail)  # type: ignore[arg-type]
    found = export(choice, tmp_path / "x.npz", False, lambda compared, rows: None)
    assert isinstance(found, ExportFailed)
    assert words in found.text
