"""What is selected of a sweep: rows and their order, the focus, marks, the best trial, what goes on."""

from dataclasses import replace

import pytest
from msgspec import structs
from saved_sweeps import a_selection

from core.sweeps.saved.records import ENDED, INTERRUPTED, PAUSED, READY, RUNNING, TRAINING, WAITING
from tui_mlp.models.sweep.selection_changes import (
    focus_moved,
    key_turned,
    mark_toggled,
    sorted_by_next,
    updated_selection,
)
from tui_mlp.models.sweep.sweep_selection import BEST_DRAWN, SweepSelection, curves_wanted
from tui_mlp.models.sweep.trial_figures import objective_of


@pytest.fixture
def selection() -> SweepSelection:
    return a_selection()


def test_the_best_comes_first_and_those_without_an_objective_last(selection: SweepSelection) -> None:
    losses = [objective_of(one) for one in selection.rows]
    known = [loss for loss in losses if loss is not None]
    assert known == sorted(known)
    assert losses[len(known) :] == [None, None]
    assert {one.trial for one in selection.rows} == set(range(1, 41)), "those that train stand among them"
    assert selection.focus == selection.best[0] == selection.rows[0].trial


def test_order_by_each_column_and_the_other_way_round(selection: SweepSelection) -> None:
    by_epoch = sorted_by_next(selection, 1)
    assert by_epoch.column.key == "epoch"
    epochs = [one.best_epoch for one in by_epoch.rows if one.best_epoch is not None]
    assert epochs == sorted(epochs)
    turned = updated_selection(by_epoch, reverse=True)
    assert [one.best_epoch for one in turned.rows][: len(epochs)] == sorted(epochs, reverse=True)
    assert turned.rows[-1].best_epoch is None
    assert sorted_by_next(selection, -1).column.key == "#"
    assert by_epoch.focus == selection.focus, "the focus stays on its trial"
    hidden = updated_selection(selection, order="network.hidden")
    texts = [hidden.column.text(one) for one in hidden.rows]
    assert texts == sorted(texts)
    momentum = updated_selection(selection, order="training.momentum")
    assert momentum.rows[-1].settings["training.optimizer"] == "adam", "where the key doesn't apply, last"


def test_focus_and_marks(selection: SweepSelection) -> None:
    assert focus_moved(selection, 3).row_index == 3
    assert focus_moved(selection, 99).row_index == 39
    for _ in range(6):
        selection = focus_moved(mark_toggled(selection), 1)
    assert list(selection.letters.values()) == list("abcde"), "a sixth isn't marked"
    selection = mark_toggled(replace(selection, focus=list(selection.letters)[1]))
    assert list(selection.letters.values()) == list("acde")


def test_what_is_gone_is_neither_in_focus_nor_marked(selection: SweepSelection) -> None:
    first = selection.rows[0].trial
    selection = updated_selection(mark_toggled(selection), ended=selection.ended[:3])
    assert first not in {one.trial for one in selection.rows}
    assert selection.letters == {}
    assert selection.focus == selection.rows[0].trial


def test_a_trial_that_has_ended_meanwhile_is_there_once(selection: SweepSelection) -> None:
    ended = structs.replace(selection.training[0], state="finished")
    selection = updated_selection(selection, ended=(*selection.ended, ended))
    assert [one.state for one in selection.rows if one.trial == ended.trial] == ["finished"]


def test_the_state_of_the_sweep_and_of_what_was_training(selection: SweepSelection) -> None:
    assert selection.status is not None
    paused = structs.replace(selection.status, state=PAUSED)
    over = structs.replace(selection.status, state=ENDED)
    for changes, state, trial in (
        ({}, RUNNING, TRAINING),
        ({"lives": False}, INTERRUPTED, WAITING),
        ({"status": paused}, PAUSED, WAITING),
        ({"status": over, "lives": False}, ENDED, TRAINING),
    ):
        changed = updated_selection(selection, **changes)
        assert changed.state == state
        assert changed.can_pause == (state == RUNNING)
        assert next(one.state for one in changed.rows if one.trial == 40) == trial
    assert replace(selection, status=None, lives=False).state == READY


def test_whose_curves_are_drawn() -> None:
    selection = a_selection(trials=100)
    best = [one.trial for one in selection.rows[:BEST_DRAWN]]
    last = selection.rows[-1].trial
    selection = mark_toggled(replace(selection, focus=last))
    selection = focus_moved(selection, -1)
    wanted = {*best, last, selection.focus, 99, 100}
    assert curves_wanted(selection) == wanted
    assert curves_wanted(updated_selection(selection, order="#")) == wanted, "in whichever order the table is"


def test_the_key_that_is_drawn_goes_round(selection: SweepSelection) -> None:
    assert selection.drawn_key == "training.learning_rate"
    assert key_turned(selection, -1).drawn_key == selection.keys[-1]
    assert key_turned(key_turned(selection, 1), -1).drawn_key == selection.drawn_key
    assert key_turned(SweepSelection(), 1).drawn_key == ""


def test_the_focus_is_on_the_best_until_a_person_chooses_a_trial(selection: SweepSelection) -> None:
    begun = updated_selection(selection, ended=selection.ended[:4])
    later = updated_selection(begun, ended=selection.ended)
    assert begun.focus == begun.rows[0].trial != selection.focus == later.focus
    chosen = [focus_moved(begun, 0), mark_toggled(begun), sorted_by_next(begun, 1)]
    assert {updated_selection(one, ended=selection.ended).focus for one in chosen} == {begun.focus}
