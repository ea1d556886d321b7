"""Run folders from someone else: one message says what is wrong with them, or training goes on, and nothing else."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pytest
from forging import NUMBERS, VALUES, forged, limit, mutated, parts, put, signed
from recorded import OPTIMIZERS, Recorded, some_experiment

from core.experiment.experiment import Experiment
from core.resuming.replay import Replay
from core.resuming.resume import reopen
from core.runs import checkpoint
from core.runs.metrics_file import MetricsReader
from core.runs.outcome import outcome
from core.runs.run_folder import JOURNAL, LABEL, LOCK, METRICS, SUMMARY, RunFolder
from core.runs.run_list import RunList
from core.runs.summary import Label, read_label, write_label
from core.support.errors import InputError
from core.timeline.actions import ACTIONS, apply_action
from core.timeline.journal import Action
from core.training.divergence import Diverged
from core.training.trainer import Trainer

SECONDS = 20
"""A machine that has other things to do is no hang."""
ASKED = 60
"""Mini-batches that are trained after each forgery: more than two epochs of most."""


class Forge:
    """Run folders, each with checkpoints of a training of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.runs: list[tuple[RunFolder, list[bytes]]] = []
        for number, optimizer in enumerate(OPTIMIZERS):
            overrides = [f"training.optimizer={optimizer}", f"dtype=float{32 if number % 2 else 64}"]
            if optimizer in ("momentum", "adam"):
                overrides += ["training.early_stopping=50", "training.l2=0.1", "training.clip_norm=1"]
            self.add(home / optimizer, some_experiment(home / optimizer, *overrides), number)
        digits = Experiment.load("iris", ["network.hidden=[4]", "training.batch_size=7"])
        self.add(home / "iris", digits, len(OPTIMIZERS))

    def add(self, home: Path, experiment: Experiment, number: int) -> None:
        """A run of this experiment."""
        run = Recorded(experiment, home / "runs")
        run.to((1, 0), (2, 3))
        run.change("training.learning_rate", 0.01)
        asked = iter([False, True])
        run.trainer.run_epoch(lambda: next(asked))
        contents = [checkpoint.dump(run.trainer.state(), len(run.timeline.entries) + 1)]
        for act, arguments in (("freeze", [1, 0]), ("add_neuron", [2]), ("set_weight", [1, 1, 1, 0.5])):
            deed = Action(run.trainer.epoch, run.trainer.batch, act, arguments)
            run.trainer.restore(apply_action(deed, run.trainer.state(), run.trainer.data).state)
            run.timeline.add(deed)
            run.to((run.trainer.epoch + 1, number % 3), save=False)
            contents.append(checkpoint.dump(run.trainer.state(), len(run.timeline.entries) + 1))
        run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
        assert run.close()
        self.runs.append((run.folder, contents))


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    return Forge(tmp_path_factory.mktemp("forge"))


def train_on(trainer: Trainer) -> None:
    """Some mini-batches more, two epochs at the most; nothing may come of it that isn't a number."""
    asked = iter([False] * (ASKED - 1))
    try:
        for _ in range(2):
            trainer.go_on()
            trainer.run_epoch(lambda: next(asked, True))
    except Diverged:
        return
    assert np.isfinite(trainer.network.parameters.theta).all()
    json.dumps(dict(trainer.history[-1]) if len(trainer.history) else {})


def go_on_from(folder: RunFolder, path: Path) -> str:
    """How it goes on from a forged checkpoint: what the refusal says, empty where it trains."""
    try:
        state = checkpoint.load(path)
        head = checkpoint.read_head(path)
    except InputError as problem:
        return str(problem)
    assert head.place == state.place
    try:
        resumed = reopen(folder)
        resumed.catch_up()
        train_on(resumed.trainer)
        trainer = Trainer(Experiment.load(folder.path))
        trainer.restore(state)  # as the timeline does
        train_on(trainer)
    except InputError as problem:
        return str(problem)
    return ""


def forge_checkpoints(forge: Forge, seed: int, count: int) -> list[str]:
    """What came of so many forgeries."""
    rng, told = np.random.default_rng(seed), []
    for number in range(count):
        folder, contents = forge.runs[number % len(forge.runs)]
        content, what = forged(contents[rng.integers(len(contents))], rng)
        try:
            with limit(SECONDS):
                said = go_on_from(folder, put(folder.path, content))
        except BaseException as problem:
            problem.add_note(f"seed {seed}, number {number}, {folder.path}: {what}")
            raise
        assert "\n" not in said, what
        told.append(said)
    return told


def test_real_checkpoints_go_on(forge: Forge) -> None:
    for folder, contents in forge.runs:
        for content in contents:
            path = put(folder.path, signed(*parts(content)))
            assert path.read_bytes() == content or parts(path.read_bytes())[0] == parts(content)[0]
            assert go_on_from(folder, path) == ""


def test_forged_checkpoints(forge: Forge) -> None:
    told = forge_checkpoints(forge, 1, 60)
    refused = [text for text in told if text]
    assert 0.4 * len(told) < len(refused) < len(told)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 5))
def test_many_forged_checkpoints(forge: Forge, seed: int) -> None:
    forge_checkpoints(forge, seed, 2000)


# The files of text


def text_of(content: bytes, rng: np.random.Generator) -> tuple[bytes, str]:
    """The bytes of a file of lines, one of them changed."""
    lines = content.split(b"\n")
    place = int(rng.integers(len(lines)))
    what = int(rng.integers(12))
    odd = [
        b"\x00",
        b"\xff\xfe",
        b"[" * 3000,
        b"{" * 50_000,
        b'{"what":' * 3000,
        b"NaN",
        b"9" * 5000,
        b"1e999",
        b"\r",
        b"{}",
    ]
    if what == 0:
        lines[place] = odd[rng.integers(len(odd))]
    elif what == 1:
        cut = int(rng.integers(len(lines[place]) + 1))
        lines[place] = lines[place][:cut] + odd[rng.integers(len(odd))] + lines[place][cut:]
    elif what == 2:
        del lines[place]
    elif what == 3:
        lines.insert(int(rng.integers(len(lines))), lines[place])
    elif what == 4:
        lines[place] = lines[place].replace(b"1", str(NUMBERS[rng.integers(len(NUMBERS))]).encode(), 1)
    else:
        try:
            value, told = mutated(json.loads(lines[place]), rng)
            lines[place] = json.dumps(value).encode()
            return b"\n".join(lines), told
        except ValueError:
            fields = lines[place].split(b",")
            text = str(VALUES[rng.integers(len(VALUES))]).encode()
            fields[rng.integers(len(fields))] = text
            lines[place] = b",".join(fields)
    return b"\n".join(lines), f"line {place + 1}: {lines[place % len(lines)][:200]!r}"


def read_all(folder: RunFolder, changed: str) -> None:
    """All that reads a run's folder, InputError the only way out of each; a replay where the journal was changed."""
    listing = RunList(folder.path.parent)
    listing.refresh()
    for run in listing.runs:
        assert run.search_text
        json.dumps(msgspec.to_builtins(run.summary), allow_nan=False)
    read_label(folder)
    MetricsReader(folder.path / METRICS).refresh()
    with suppress(InputError):
        resumed = reopen(folder)
        if changed in (JOURNAL, "experiment.toml"):
            resumed.catch_up(AskedAtMost())
            train_on(resumed.trainer)
    if changed != JOURNAL:
        return
    with suppress(InputError, Diverged):
        again = Replay(folder)
        if again.run(AskedAtMost()):
            again.verdict()


class AskedAtMost:
    """Stops a training after so many mini-batches: it goes on, which is all that is asked."""

    def __init__(self) -> None:
        self.left = 200

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


NAMES = [JOURNAL, SUMMARY, METRICS, LABEL, LOCK, "experiment.toml"]


def forge_texts(forge: Forge, home: Path, seed: int, count: int) -> None:
    """Change so many lines of the files of a run, one at a time, and read all of it."""
    rng, runs = np.random.default_rng(seed), []
    for number, (folder, contents) in enumerate(forge.runs):
        path = home / str(number) / folder.name
        shutil.copytree(folder.path, path)
        write_label(RunFolder(path), Label("a name", "a note"))
        put(path, contents[number % len(contents)])
        runs.append((RunFolder(path), {name: (path / name).read_bytes() for name in NAMES}))
    for number in range(count):
        folder, files = runs[number % len(runs)]
        name = NAMES[[0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5][rng.integers(11)]]
        content, what = text_of(files[name], rng)
        (folder.path / name).write_bytes(content)
        try:
            with limit(SECONDS):
                read_all(folder, name)
        except BaseException as problem:
            problem.add_note(f"seed {seed}, number {number}, {folder.path / name}: {what}")
            raise
        (folder.path / name).write_bytes(files[name])


def test_forged_files_of_text(forge: Forge, tmp_path: Path) -> None:
    forge_texts(forge, tmp_path, 1, 50)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 4))
def test_many_forged_files_of_text(forge: Forge, tmp_path: Path, seed: int) -> None:
    forge_texts(forge, tmp_path, seed, 2000)


@pytest.mark.parametrize("act", ACTIONS)
def test_any_arguments_of_what_a_person_did(forge: Forge, act: str) -> None:
    """A journal tells of nothing else but what can be done, or it is refused."""
    folder, contents = forge.runs[0]
    state = checkpoint.load(put(folder.path, contents[0]))
    data, rng = Trainer(state.experiment).data, np.random.default_rng(1)
    for _ in range(60):
        arguments = [
            VALUES[rng.integers(len(VALUES))] if rng.random() < 0.5 else int(rng.integers(4))
            for _ in range(rng.integers(6))
        ]
        with suppress(InputError):
            apply_action(Action(1, 0, act, arguments), state, data)
