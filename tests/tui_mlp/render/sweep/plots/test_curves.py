"""Curves of many trials over each other, and the importance of keys."""

from functools import partial

import numpy as np
import pytest
from saved_sweeps import a_trial, loss
from textual.strip import Strip

from core.calls import Array
from core.sweeps.saved.records import PRUNED, TRAINING, Importance
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.render.colours.palette import Palette, bold, palette
from tui_mlp.render.plot.plot import plot
from tui_mlp.render.plot.series import Series
from tui_mlp.render.sweep.plots.curves import curves_legend, curves_plot
from tui_mlp.render.sweep.plots.importance import importance_lines

FULL, ASCII, MONO = palette(), palette(True, "none", True), palette(True, "none")
KINDS = [FULL, MONO, ASCII, palette(False, "16"), palette(True, "256")]
STATES = {1: "finished", 2: PRUNED, 3: TRAINING, 4: "finished", 5: "finished"}
ALL = DrawnTrials(tuple(a_trial(one, state, 60) for one, state in STATES.items()), frozenset({5}), letters={4: "a"})
CURVES = {one: np.stack([np.arange(1.0, 61), np.full(60, 1 / one)], axis=1) for one in STATES}
draw = partial(curves_plot, log=True, log_epochs=False, reading=None)


def styles_in(strip: Strip) -> set[object]:
    """The styles of what isn't an axis, a grid or a number."""
    return {segment.style for segment in strip if segment.text.strip(" ┈│┤0123456789.")}


def test_each_trial_is_drawn_in_the_style_of_its_state_and_special_ones_are_labelled() -> None:
    strips = draw(ALL, CURVES, 60, 18, FULL)
    drawn = [styles_in(strip) for strip in strips[:-1]]
    for style in (FULL.bg.muted, FULL.bg.border, FULL.bg.validation, FULL.runs[0], FULL.bg.accent):
        assert sum(style in row for row in drawn) == 1, style
    ends = [list(strip)[-1] for strip in strips if any(map(strip.text.rstrip().endswith, (" a", " 5", " ▶")))]
    assert [end.text.strip() for end in ends] == ["▶", "a", "5"], "from the worst to the best"
    assert ends[2].style == bold(FULL.bg.accent)


def test_where_curves_run_together_the_best_is_seen_alone() -> None:
    same: dict[int, Array] = dict.fromkeys(STATES, CURVES[1])
    strips = draw(ALL, same, 60, 9, FULL)
    dots = {
        segment.style
        for strip in strips
        for segment in strip
        if any(0x2800 < ord(one) < 0x2900 for one in segment.text)
    }
    assert dots == {FULL.bg.accent}


@pytest.mark.parametrize(("colours", "shapes"), [(MONO, "◆a▶"), (ASCII, "@a>*.")])
def test_without_colours_characters_tell_curves_apart(colours: Palette, shapes: str) -> None:
    text = [strip.text for strip in draw(ALL, CURVES, 60, 18, colours)]
    for shape in shapes:
        assert any(line.count(shape) >= 40 for line in text), shape


def test_the_first_epochs_have_more_room_on_a_log_axis() -> None:
    table = np.stack([np.arange(1.0, 1001), np.where(np.arange(1000) < 10, 1.0, 0.1)], axis=1)
    series = [Series(table[:, 1], FULL.bg.fg, epochs=table[:, 0])]
    linear, log = (plot(series, 60, 8, FULL, log=True, log_epochs=one) for one in (False, True))

    def wide(strips: list[Strip]) -> int:
        row = next(strip.text for strip in strips if any(0x2800 < ord(one) < 0x2900 for one in strip.text))
        return sum(0x2800 < ord(one) < 0x2900 for one in row)

    assert wide(linear) <= 2
    assert 15 <= wide(log) <= 20, "a third of the axis"
    assert {"1", "10", "100", "1,000"} <= set(log[-1].text.split())


def test_the_legend_names_what_is_drawn_and_an_empty_plot_says_why() -> None:
    words = "".join(text for text, _style in curves_legend(ALL, CURVES, FULL, " "))
    assert [word in words for word in ("5", "finished", "training", "pruned")] == [True] * 4
    assert "pruned" not in "".join(text for text, _style in curves_legend(ALL, {5: CURVES[5]}, FULL, " "))
    assert any("No epoch" in strip.text for strip in draw(ALL, {}, 60, 9, FULL))


@pytest.mark.parametrize("colours", KINDS)
@pytest.mark.parametrize("size", [(0, 0), (1, 1), (20, 4), (60, 11), (118, 20)])
def test_curves_fill_their_size(size: tuple[int, int], colours: Palette) -> None:
    trials = tuple(map(a_trial, range(1, 13)))
    curves = {one.trial: np.array([[epoch, loss(one.trial, epoch)] for epoch in range(1, 30)]) for one in trials}
    strips = curves_plot(
        DrawnTrials(trials, frozenset({3})), curves, *size, colours, log=True, log_epochs=True, reading=12
    )
    assert [Strip(list(strip)).cell_length for strip in strips] == [size[0]] * size[1]
    assert not colours.ascii or all(strip.text.isascii() for strip in strips)


# Importance


SHARES = Importance(trials=22, shares={"network.hidden": 0.3, "training.learning_rate": 0.5, "network.activation": 0.2})
BEST: dict[str, object] = {"training.learning_rate": 0.0495, "network.hidden": [16, 8]}


def importance(of: Importance = SHARES, width: int = 49, height: int = 6, colours: Palette = FULL) -> list[str]:
    lines = importance_lines(of, list(SHARES.shares), BEST, width, height, colours)  # type: ignore[arg-type]
    assert all(strip.cell_length == width for strip in lines)
    return [strip.text for strip in lines]


def test_the_key_that_matters_most_comes_first_with_its_best_value() -> None:
    first, second, third, note = importance()
    assert first.split()[:2] == ["learning", "rate"]
    assert first.rstrip().endswith("0.50  best 0.0495")
    assert second.split()[0] == "hidden"
    assert second.rstrip().endswith("0.30  best 16-8")
    assert third.rstrip().endswith("0.20  best –")
    full = [line.count("█") + line.count("▌") / 2 for line in (first, second, third)]
    assert full[0] == pytest.approx(full[1] * 5 / 3, abs=0.6)
    assert note.rstrip() == "over 22 trials: rough until about 40"


def test_enough_trials_and_none_yet_are_said() -> None:
    enough = Importance(trials=60, shares=SHARES.shares)
    assert importance(enough)[-1].rstrip() == "over 60 trials"
    assert importance(Importance())[0].startswith("There are too few trials yet")
    assert importance(Importance(trials=3, needed=8))[0].startswith("importance: 8 finished trials are needed")


@pytest.mark.parametrize("colours", KINDS)
@pytest.mark.parametrize("size", [(10, 1), (24, 2), (49, 3), (49, 9), (118, 20)])
def test_importance_fits(size: tuple[int, int], colours: Palette) -> None:
    lines = importance(SHARES, *size, colours)
    assert len(lines) <= size[1]
    assert not colours.ascii or all(map(str.isascii, lines))
