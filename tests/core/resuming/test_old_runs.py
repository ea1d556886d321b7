"""Runs of earlier versions resume, replay and open for ever: tests/fixtures has folders that those versions wrote."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from msgspec.json import decode

from core.parameters import join
from core.resuming.replay import Replay
from core.resuming.resume import resume
from core.resuming.rounding import rounding_limit
from core.runs import checkpoint
from core.runs.run_folder import JOURNAL, LAST, RunFolder
from core.runs.run_list import RunList
from core.timeline.advance import advance, current_position
from tui_mlp import __version__

FIXTURES = Path(__file__).parents[2] / "fixtures"
VERSIONS = sorted(path.name.removeprefix("runs-") for path in FIXTURES.glob("runs-*"))
RUNS = sorted(path for path in FIXTURES.glob("runs-*/*") if path.is_dir())
"""A folder a run, by the version that wrote it."""

DIVERGED = "diverged"
IDS = [f"{path.parent.name.removeprefix('runs-')}-{path.name}" for path in RUNS]
SAME_FORMULAS = ("0.2.0",)
"""Versions whose weights are still computed to the last bit, where NumPy and the processor are the same."""


@pytest.fixture(params=RUNS, ids=IDS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> RunFolder:
    """A copy of the run, since going on writes into it."""
    return RunFolder(Path(shutil.copytree(request.param, tmp_path / "runs" / request.param.name)))


def test_there_are_runs_of_every_kind() -> None:
    journals = "".join((path / JOURNAL).read_text() for path in RUNS)
    experiments = "".join((path / "experiment.toml").read_text() for path in RUNS)
    for optimizer in ("gradient_descent", "momentum", "nesterov", "rmsprop", "adam"):
        assert f'optimizer = "{optimizer}"' in experiments
    for act in ("add_neuron", "remove_neuron", "add_layer", "remove_layer", "change_activation", "change_activations"):
        assert f'"act":"{act}"' in journals
    for act in ("set_weight", "freeze", "thaw", "set_key"):
        assert f'"act":"{act}"' in journals
    for what in ("change", "rewind", "go on", "resume", "stop"):
        assert f'"what":"{what}"' in journals
    assert '"fit":"ridge"' in journals
    summaries = [(path / "run.json").read_text() for path in RUNS]
    assert any('"format":"1"' in text for text in summaries)
    assert any('"format"' not in text for text in summaries)


def test_it_resumes_on_its_bits_and_goes_on(folder: RunFolder) -> None:
    saved = checkpoint.load(folder.numbered_checkpoints()[-1].path)
    resumed = resume(folder, __version__)
    trainer = resumed.trainer
    assert current_position(trainer) == resumed.to == saved.place
    assert trainer.network.parameters.theta.tobytes() == saved.theta.tobytes()
    if folder.name != DIVERGED:
        assert advance(trainer, (trainer.epoch + 2, 0))
        assert np.isfinite(trainer.network.parameters.theta).all()


def version_of(folder: RunFolder) -> str:
    result: str = decode(folder.read(JOURNAL).splitlines()[0])["program"]
    return result


def test_it_replays_to_its_weights(folder: RunFolder) -> None:
    saved = checkpoint.load(folder.numbered_checkpoints()[-1].path)
    replay = Replay(folder, program=__version__)
    assert replay.run()
    verdict = replay.verdict()
    assert verdict.same, verdict.text
    assert verdict.off is not None
    assert verdict.off <= rounding_limit(saved.theta), "they are short: rounding has had no time to grow"
    version = version_of(folder)
    differs = [note for note in replay.differs if not note.startswith("mlp-tui ")]
    assert (f"mlp-tui was {version}, is {__version__} now" in replay.differs) == (version != __version__)
    if version in SAME_FORMULAS and not differs:
        assert verdict.exact, verdict.text


# A run that was changed afterwards is told from rounding of another version, whatever its last weights are


def edited(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        text = (path / name).read_text()
        assert old in text
        (path / name).write_text(text.replace(old, new, 1))

    return edit


def without_line(number: int) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        lines = (path / JOURNAL).read_text().splitlines(keepends=True)
        (path / JOURNAL).write_text("".join(lines[:number] + lines[number + 1 :]))

    return edit


def other_weights(name: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        one = path / "checkpoints" / name
        state, count = checkpoint.load(one), checkpoint.read_head(one).entries
        state.theta[1] += 1e-6
        one.write_bytes(checkpoint.dump(state, count))

    return edit


def other_last_weights(path: Path) -> None:
    theta = checkpoint.load_weights(path / LAST)
    theta[0][0, 0] += 0.5
    sizes = (len(theta[0]) - 1, *(layer.shape[1] for layer in theta))
    (path / LAST).write_bytes(checkpoint.dump_weights(sizes, join(theta), 12))


@pytest.mark.parametrize(("name", "change"), [
    ("adam-early-stopping", edited("experiment.toml", "\nmomentum = 0.9", "\nmomentum = 0.99")),  # of its last epochs
    ("adam-early-stopping", edited(JOURNAL, '"before":0.05', '"before":0.04')),
    ("adam-early-stopping", edited(JOURNAL, '"epoch":6,"batch":0,"key":"training.learning_rate"',
                                   '"epoch":5,"batch":0,"key":"training.learning_rate"')),
    ("by-hand", edited("experiment.toml", "seed = 1", "seed = 2")),
    ("gradient-descent", other_weights("000002-epoch-9-batch-2.safetensors")),
    ("gradient-descent", other_weights("000003-epoch-12-batch-0.safetensors")),
    ("gradient-descent", other_last_weights),
    ("rmsprop-float32", without_line(1)),
    ("xor-one-batch", edited(JOURNAL, '"epoch":10,"batch":0,"to_epoch":4', '"epoch":9,"batch":0,"to_epoch":4')),
    ("sine-regression", edited(JOURNAL, '"stop","epoch":8', '"stop","epoch":7')),
    ("sigmoid-squared-error", without_line(2)),
    ("momentum", edited(JOURNAL, '{"what":"change"', '{"what":"changed"')),
])  # fmt: skip
def test_one_that_was_changed_is_told_from_rounding(name: str, change: Callable[..., None], tmp_path: Path) -> None:
    path = Path(shutil.copytree(FIXTURES / "runs-0.1.0" / name, tmp_path / name))
    change(path)
    replay = Replay(RunFolder(path), program=__version__)
    assert replay.run()
    verdict = replay.verdict()
    assert not verdict.same, verdict.text


FIGURES = {
    "0.1.0": {
        "iris-one-batch": ("4-6-3", 20, "epochs"), "killed": ("2-4-1", 1, "interrupted"),
        "diverged": ("1-6-1", 0, "divergence"),
    },
    "0.2.0": {
        "surgery-ridge": ("2-4-5-5-1", 10, "interrupted"), "frozen-adam": ("2-5-4-1", 9, "interrupted"),
        "train-command-by-hand": ("2-2-1", 25, "epochs"),
    },
}  # fmt: skip
"""Architecture, epochs and state of some."""


@pytest.mark.parametrize("version", VERSIONS)
def test_they_are_listed_with_their_figures(version: str) -> None:
    listing = RunList(FIXTURES / f"runs-{version}")
    assert listing.refresh()
    listed = {run.folder.name: run.summary for run in listing.runs}
    assert sorted(listed) == [path.name for path in RUNS if path.parent.name == f"runs-{version}"]
    for name, figures in FIGURES[version].items():
        summary = listed[name]
        assert (summary.architecture, summary.epochs, summary.state) == figures
