"""A trainer and a network as notebooks show them."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

import core
from core.experiment.experiment import Experiment
from core.training.notebook.loss_chart import loss_chart


def elements(html: str) -> list[ElementTree.Element]:
    """All elements; raises ParseError for HTML that isn't well-formed."""
    return [*ElementTree.fromstring(html).iter()]


def texts(html: str) -> str:
    return " ".join(text.strip() for text in ElementTree.fromstring(html).itertext())


def test_a_trainer_shows_its_network_figures_and_both_curves() -> None:
    trainer = core.Trainer(Experiment.load("moons", ["data.samples=60", "training.epochs=5", "network.hidden=[4, 3]"]))
    before = trainer._repr_html_()
    assert "<svg" not in before
    assert "0 of 5 epochs" in texts(before)
    trainer.run()
    html = trainer._repr_html_()
    assert "2-4-3-1: 2 inputs, 4 tanh, 3 tanh, 1 sigmoid" in texts(html)
    assert "5 of 5 epochs best" in " ".join(texts(html).split()), "that all epochs are done needs no more words"
    assert f"{trainer.best_loss:.4g} in epoch {trainer.best_epoch}" in texts(html)
    assert f"{trainer.history.validation_loss[-1]:.4g}" in texts(html)
    curves = [one for one in elements(html) if one.tag.endswith("polyline")]
    assert [len(one.attrib["points"].split()) for one in curves] == [5, 5]
    assert "script" not in html
    assert "currentColor" in html
    without = core.fit(np.eye(4), [0, 1, 0, 1], epochs=3)._repr_html_()
    assert len([one for one in elements(without) if one.tag.endswith("polyline")]) == 1


def test_what_stopped_it_is_said_in_words() -> None:
    trainer = core.Trainer(Experiment.load("moons", ["data.samples=60", "training.early_stopping=1"]))
    trainer.change(trainer.experiment.replace("training.learning_rate", 0.5))
    trainer.run()
    assert trainer.stopped_by == "early_stopping"
    assert "epochs, stopped by early stopping" in texts(trainer._repr_html_())


def test_names_are_escaped() -> None:
    html = core.fit(np.eye(4), [0, 1, 0, 1], epochs=2, name="<script>&'\"")._repr_html_()
    assert "<script>" not in html
    assert "<script>&'\"" in texts(html)


def test_a_network_shows_itself() -> None:
    html = core.Network([3, 5, 2], "relu", "softmax", dtype="float32")._repr_html_()
    assert "3-5-2: 3 inputs, 5 relu, 2 softmax" in texts(html)
    assert "32, float32" in texts(html)


@pytest.mark.parametrize(
    ("losses", "is_log", "ticks"),
    [
        ([1.0, 0.5, 0.25], False, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ([1.0, 0.1, 0.001], True, ["0.001", "0.01", "0.1", "1"]),
        ([0.5, 0.1, 0.02], True, ["0.02", "0.05", "0.1", "0.2", "0.5"]),
        ([1.0, 0.0, -30.0], False, ["-30", "-20", "-10", "0"]),
        ([2.0, 2.0, 2.0], False, ["0", "0.5", "1", "1.5", "2"]),
    ],
)
def test_the_axis_of_losses(losses: list[float], is_log: bool, ticks: list[str]) -> None:
    svg = loss_chart(np.arange(1.0, 4), np.array(losses), np.full(3, np.nan))
    assert ("logarithmic" in svg) is is_log
    found = re.findall(r'text-anchor="end">([^<]*)<', svg)
    assert found == ticks
    (line,) = [one for one in elements(svg) if one.tag.endswith("polyline")]
    heights = [float(point.split(",")[1]) for point in line.attrib["points"].split()]
    assert heights == sorted(heights)  # a lower loss stands lower: y counts downwards
    assert all(0 < height < 240 for height in heights)


def test_long_trainings_have_few_points_and_no_numbers_that_are_none() -> None:
    losses = np.linspace(1, 0.5, 100_000)
    losses[::3] = np.nan
    svg = loss_chart(np.arange(1.0, 100_001), losses, np.full(100_000, np.inf))
    assert "nan" not in svg
    assert "inf" not in svg
    assert svg.count("<polyline") == 1
    assert len(svg) < 10_000
    assert not loss_chart(np.array([1.0]), np.array([0.5]), np.array([np.nan]))
