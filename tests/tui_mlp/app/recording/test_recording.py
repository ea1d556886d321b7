"""Runs drawn again from their journals, among them those of earlier versions."""

import io
import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pyte
import pytest

from core.runs.run_folder import RunFolder
from core.support.errors import InputError
from core.timeline.advance import current_position
from tui_mlp.app.recording.frames import AFTER, BEFORE
from tui_mlp.app.recording.recorded_session import PartialReplay, RecordedSession
from tui_mlp.app.recording.recording import Look, Recording
from tui_mlp.session.snapshot import RunState

RUNS = Path(__file__).parents[3] / "fixtures"
STARTED = "2026-11-29T20:55:54+00:00"


def run(name: str) -> PartialReplay:
    """The replay of a run of an earlier version, such as `runs-0.2.0/branches`."""
    return PartialReplay(RunFolder(RUNS / name))


def cast(name: str, look: Look | None = None, speed: float | None = None, epoch: int | None = None) -> bytes:
    """A recording of such a run."""
    file = io.BytesIO()
    assert Recording(run(name), look or Look()).write_cast(file, STARTED, speed, epoch)
    return file.getvalue()


@cache
def weights_at(name: str, epoch: int) -> str:
    """The digest of the weights where such a run is trained straight to the end of an epoch."""
    reference = run(name)
    reference.upto = reference.end
    reference.run(to=(epoch, 0))
    return reference.trainer.weights_sha256


class Played:
    """A recording as a player shows it: its header, and for each event the time and the lines of the screen."""

    def __init__(self, content: bytes) -> None:
        self.header, *events = map(json.loads, content.decode().splitlines())
        screen = pyte.Screen(self.header["width"], self.header["height"])
        stream = pyte.Stream(screen)
        self.times, self.screens = list[float](), list[list[str]]()
        for seconds, code, data in events:
            assert code == "o"
            stream.feed(data)
            self.times.append(seconds)
            self.screens.append(list(screen.display))

    def header_lines(self) -> list[str]:
        """The header of the view at each event."""
        return [lines[0] for lines in self.screens]


def text_of(svg: str) -> str:
    """The text in a picture, without blanks."""
    return re.sub(r"<style>.*?</style>|<[^>]*>|&#160;|\s", "", svg, flags=re.DOTALL)


def test_a_recording_plays_from_the_first_epoch_to_the_last() -> None:
    content = cast("runs-0.1.0/train-command", speed=5.0)
    played = Played(content)
    header: dict[str, Any] = played.header
    assert (header["version"], header["width"], header["height"], header["timestamp"]) == (2, 80, 24, 1795985754)
    assert header["theme"]["palette"].count(":") == 15
    assert "ready" in played.screens[0][0]
    for epoch in range(1, 16):
        line = played.header_lines()[epoch]
        assert f"epoch {epoch} " in line
        assert ("training" in line) == (epoch < 15)
        assert played.times[epoch] == pytest.approx(BEFORE + epoch / 5)
    assert "finished" in played.screens[-1][0]
    assert "5.0/s" in played.header_lines()[10], "the speed of the recording, not of the machine"
    assert played.times[-1] == pytest.approx(BEFORE + 15 / 5 + AFTER)
    again = cast("runs-0.1.0/train-command", speed=5.0, epoch=3).splitlines()[:-1]
    assert content.splitlines()[: len(again)] == again, "the same bytes"


@pytest.mark.parametrize(
    ("name", "equations"),
    [("runs-0.1.0/by-hand", True), ("runs-0.2.0/branches", False), ("runs-0.2.0/branches", True)],
)
def test_each_frame_shows_the_weights_after_exactly_its_epoch(name: str, equations: bool) -> None:
    """Also where the run has a checkpoint or a change; and the weights at the end are the run's to the last bit."""
    replay = run(name)
    session = RecordedSession(replay)
    for epoch in range(1, replay.end[0] + 1):
        session.train_to((epoch, 0), epoch / 10, equations)
        assert current_position(replay.trainer) == (epoch, 0)
        assert replay.trainer.weights_sha256 == weights_at(name, epoch)
    session.train_to(replay.end, epoch / 10, equations)
    assert session.snapshot.state is RunState.PAUSED
    assert replay.verdict().same


def test_what_people_did_shows_where_they_did_it() -> None:
    """Also what was undone by going back; and a message doesn't stand on the last frame for ever."""
    played = Played(cast("runs-0.2.0/branches", speed=1.0))
    messages = {round(seconds): lines[-2] for seconds, lines in zip(played.times, played.screens, strict=True)}
    assert "back from epoch 6 to epoch 3; learning rate 0.02 → 0.01" in messages[5]
    assert "optimizer adam → rmsprop" in messages[6]
    assert "paused" in played.screens[-1][0], "as the run was stopped by a person"
    assert "2-6-4-1" in played.screens[-1][0]
    surgery = Played(cast("runs-0.1.0/surgery", epoch=5))
    assert ["2-5-4-1" in surgery.screens[0][0], "2-6-4-1" in surgery.screens[-1][0]] == [True, True]
    assert any("one neuron added to layer 2" in lines[-2] for lines in surgery.screens)
    assert "neuron" not in surgery.screens[-1][-2]


def test_a_run_that_diverged_ends_so() -> None:
    last = Played(cast("runs-0.1.0/diverged", Look(view="step"))).screens[-1]
    assert "diverged" in last[0]
    assert "learning_rate" in last[-2]


def test_one_moment_as_a_picture_that_needs_nothing_else() -> None:
    recording = Recording(run("runs-0.1.0/train-command"), Look((100, 30), pane="loss", theme="mlp-light"))
    svg = recording.svg(7)
    assert svg is not None
    assert "epoch7of15" in text_of(svg)
    assert "LossJ" in text_of(svg)
    assert "Architecture" not in text_of(svg)
    assert "/s" not in text_of(svg), "a moment has no speed"
    assert not re.search(r"url\(\s*[\"']?http|font-face|@import|href=\"http", svg), "nothing to fetch"


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Look((120, 36)), ("LossJ", "NeuronsA(", "OutputA(")),
        (Look((120, 36), pane="neurons"), ("NeuronsA(",)),
        (Look((100, 30), view="output", pane="roc"), ("ROC",)),
    ],
)
def test_panes_of_outputs_in_the_third_column_and_on_any_page(look: Look, words: tuple[str, ...]) -> None:
    svg = Recording(run("runs-0.1.0/train-command"), look).svg(7)
    assert svg is not None
    assert all(word in text_of(svg) for word in words)
    assert ("LossJ" in text_of(svg)) is (look.pane is None)


def test_no_message_covers_a_moment() -> None:
    svg = Recording(run("runs-0.1.0/surgery"), Look()).svg(5)
    assert svg is not None
    assert "2-6-4-1" in text_of(svg)
    assert "neuronadded" not in text_of(svg)


def test_every_view(tmp_path: Path) -> None:
    """In the Step view the last mini-batch has run equation by equation; the Runs view lists the runs beside this."""
    source = Path(shutil.copytree(RUNS / "runs-0.1.0" / "by-hand", tmp_path / "by-hand"))
    step = Recording(PartialReplay(RunFolder(source)), Look(view="step")).svg(2)
    runs = Recording(PartialReplay(RunFolder(source)), Look(view="runs", ascii=True)).svg()
    assert step is not None
    assert runs is not None
    assert "✓" in step
    assert "bestval.J" in text_of(runs)
    assert "pausedepoch3of100" in text_of(runs)
    assert re.sub("Δ|∇|Θ", "", text_of(runs)).isascii()


def test_it_can_be_stopped() -> None:
    looks = iter(range(10_000))
    stopped = Recording(run("runs-0.1.0/xor-one-batch"), Look(), stop=lambda: next(looks) > 5)
    assert not stopped.write_cast(io.BytesIO(), STARTED)
    assert 0 < stopped.frames < 10
    assert Recording(run("runs-0.1.0/xor-one-batch"), Look(), stop=lambda: True).svg() is None


@pytest.mark.parametrize(
    ("look", "told"),
    [
        (Look(view="trains"), "--view: found 'trains', expected one of: train, step"),
        (Look(theme="mlp-drak"), "did you mean mlp-dark?"),
        (Look(pane="wieghts"), "--pane: found 'wieghts', expected one of: loss, weights, gradient"),
    ],
)
def test_unknown_names_are_told_with_the_known_ones(look: Look, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        Recording(run("runs-0.1.0/by-hand"), look).svg()


def test_an_epoch_that_the_run_has_not() -> None:
    with pytest.raises(InputError, match="--epoch: found 4, but the run has 3 epochs"):
        Recording(run("runs-0.1.0/by-hand"), Look()).svg(4)
