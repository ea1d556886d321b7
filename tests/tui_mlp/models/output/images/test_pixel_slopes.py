"""The slopes of an output by the pixels, in the units that people read, against central differences."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stepped import make_session

from core.calls import Array
from tui_mlp.models.output.images.pixel_slopes import pixel_slopes
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.models.output.shown_example import ShownExample, example_shown
from tui_mlp.session.outputs_task import OutputsWanted


def shown_of(folder: Path, text: str, y: Array, channels: int = 1, network: str = "") -> ShownExample:
    """The third training example of pictures of 3 × 4 pixels, after an epoch."""
    random = np.random.default_rng(0)
    images = random.uniform(0, 255, (40, 3, 4) if channels == 1 else (40, 3, 4, channels))
    np.savez(folder / "some.npz", images=images, labels=y)
    session = make_session(folder, f'[data]\nsource = "some.npz"\n{text}\n[network]\nhidden = [5]\n{network}\n')
    session.want_outputs(OutputsWanted(("train",)))
    session.publish()
    outputs = session.snapshot.outputs
    assert outputs is not None
    return example_shown(outputs, ExampleFocus("train", 2))


def scores_of(shown: ShownExample, raw: Array) -> Array:
    """The number for each name, as `ShownExample.scores` has them, of raw inputs."""
    outputs = shown.model.outputs(raw[None])
    found: Array = outputs if shown.meaning.task == "regression" else shown.model.probabilities(outputs)
    return np.asarray(found[0])


TANH = 'output = "tanh"\nloss = "squared_error"'
CASES: dict[str, tuple[str, Array, int] | tuple[str, Array, int, str]] = {
    "softmax": ("", np.arange(40) % 3, 1),
    "one output for two classes": ("", np.arange(40) % 2, 1),
    "one output from -1 to 1": ("", np.arange(40) % 2, 1, TANH),
    "outputs from -1 to 1": ("", np.arange(40) % 3, 1, TANH),
    "standardised": ("standardize = true", np.arange(40) % 3, 1),
    "colours": ("", np.arange(40) % 3, 3),
    "regression": ('task = "regression"', np.linspace(3, 900, 40) ** 1.1, 1),
}


@pytest.mark.parametrize("case", CASES)
def test_equal_to_central_differences_of_what_is_read(case: str, tmp_path: Path) -> None:
    shown = shown_of(tmp_path, *CASES[case])
    step = 1e-5
    for output, name in enumerate(shown.meaning.names):
        found = pixel_slopes(shown, output)
        expected = np.zeros(shown.raw.shape)
        for pixel, along in enumerate(step * np.eye(len(shown.raw))):
            up, down = (scores_of(shown, shown.raw + sign * along)[output] for sign in (1, -1))
            expected[pixel] = (up - down) / (2 * step)
        expected = expected.reshape(3, 4, -1).sum(2)
        np.testing.assert_allclose(found.slopes, expected, rtol=1e-4, atol=1e-8 * max(1, np.abs(expected).max()))
        assert found.name == name
        assert found.largest == np.abs(found.slopes).max() == np.abs(found.slopes[found.strongest])


def test_the_class_that_is_given_before_another_is_chosen(tmp_path: Path) -> None:
    shown = shown_of(tmp_path, *CASES["softmax"])
    given = int(np.argmax(shown.scores))
    assert pixel_slopes(shown, None).name == shown.meaning.names[given]
    assert pixel_slopes(shown, None).value == shown.scores[given]


def test_a_network_that_has_diverged(tmp_path: Path) -> None:
    shown = shown_of(tmp_path, *CASES["softmax"])
    shown.model.network.thetas[0][...] = np.nan
    found: Any = pixel_slopes(shown, 0)
    assert np.isnan(found.slopes).all()
    assert found.largest == 0
    assert found.strongest == (0, 0)
