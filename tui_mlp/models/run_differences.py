"""The settings in which a few runs differ, and their results."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.runs.run_list import ListedRun
from core.support.i18n import _
from tui_mlp.session.snapshot import RunState
from tui_mlp.text.numbers import NOTHING, count, figure_text, percent, plain_number

from .run_columns import (
    R2,
    SETTING_COLUMNS,
    columns_of_test_rows,
    differing_settings,
    last_quality_label,
    quality_label,
    quality_text,
    setting_column,
    setting_label,
    short_time,
    shown_state,
)
from .runs_browser import ComparedRun


class RunDifference(NamedTuple):
    """One fact, with its text for each run."""

    label: str
    texts: tuple[str, ...]


def quantity_title(key: str, r2: bool = False) -> str:
    """The full name of a quantity; `r2` says that R² stands in for the accuracy."""
    return {
        "validation_loss": _("Validation loss J"),
        "train_loss": _("Train loss J"),
        "validation_accuracy": _("Validation R²") if r2 else _("Validation accuracy"),
    }[key]


def quantity_label(key: str, r2: bool = False) -> str:
    """The name of a quantity in one or two words; `r2` says that R² stands in for the accuracy."""
    names = {"validation_loss": _("validation J"), "train_loss": _("train J")}
    return names.get(key, R2 if r2 else _("accuracy"))


def all_r2(compared: Sequence[ComparedRun], key: str) -> bool:
    """Whether the curves of a quantity are R², not accuracies: all runs that are drawn are regressions."""
    return bool(compared) and all(compared_run.is_r2(key) for compared_run in compared)


def curve_figure_text(compared: ComparedRun, key: str, value: float) -> str:
    """A figure of a run's curve as text: an accuracy in percent, or the R² that stands in for it."""
    return figure_text("r2" if compared.is_r2(key) else key, value)


def differences(compared: Sequence[ComparedRun], key: str, epoch: int | None) -> list[RunDifference]:
    """The rows for several runs: figures at an epoch, the settings that differ, the results."""
    runs = [compared_run.run for compared_run in compared]
    rows = [] if epoch is None else [reading_row(compared, key, epoch)]
    rows += row_if_different(_("data"), runs, lambda run: run.summary.data)
    rows += row_if_different(_("architecture"), runs, lambda run: run.summary.architecture)
    rows += [
        RunDifference(setting_label(key), tuple(map(setting_column(key).text, runs)))
        for key in differing_settings(runs)
    ]
    return rows + [RunDifference(label, tuple(map(text, runs))) for label, text in result_texts(runs)]


def row_if_different(label: str, runs: Sequence[ListedRun], text: Callable[[ListedRun], str]) -> list[RunDifference]:
    """A row of one fact; none if it is the same for all runs."""
    texts = tuple(map(text, runs))
    return [RunDifference(label, texts)] if len(set(texts)) > 1 else []


def reading_row(compared: Sequence[ComparedRun], key: str, epoch: int) -> RunDifference:
    """The figures of all runs at an epoch; a figure of an earlier epoch names it in parentheses."""
    texts = []
    for compared_run in compared:
        found = compared_run.value_at(key, epoch)
        of = "" if found is None or found[0] == epoch else f" ({count(found[0])})"
        texts.append(NOTHING if found is None else curve_figure_text(compared_run, key, found[1]) + of)
    return RunDifference(_("at {}").format(count(epoch)), tuple(texts))


def result_texts(runs: Sequence[ListedRun]) -> list[tuple[str, Callable[[ListedRun], str]]]:
    """The results of these runs, label and text of each: of the best epoch, then of the last one."""
    label = quality_label(runs)
    return [
        (_("epochs"), lambda run: count(run.summary.epochs)),
        (_("best val. J"), lambda run: plain_number(run.summary.best_validation_loss)),
        (_("at epoch"), lambda run: count(run.summary.best_epoch)),
        (last_quality_label(label), lambda run: quality_text(run, label)),
        (_("last train J"), lambda run: plain_number(run.summary.train_loss)),
        *results_on_test_rows(runs),
    ]


def results_on_test_rows(runs: Sequence[ListedRun]) -> list[tuple[str, Callable[[ListedRun], str]]]:
    """The results of these runs on their test rows, label and text of each; none where no run has them."""
    rows = [(column.title, column.text) for column in columns_of_test_rows(runs)]
    if any(run.summary.test_balanced_accuracy is not None for run in runs):
        rows.append((_("balanced"), lambda run: percent(run.summary.test_balanced_accuracy)))
    return rows


def details(compared: ComparedRun, key: str, epoch: int | None, here: RunState) -> list[RunDifference]:
    """The rows for one run: figures at an epoch, results, times, its whole folder, and all its settings.

    `here` is the state of the training here.
    """
    about, run = compared.run.summary, compared.run
    rows = [] if epoch is None else [reading_row([compared], key, epoch)]
    rows += [RunDifference(label, (text(run),)) for label, text in result_texts([run])]
    rows += [
        RunDifference(_("state"), (shown_state(run, here),)),
        RunDifference(_("started"), (short_time(about.started),)),
        RunDifference(_("saved"), (short_time(about.saved),)),
        RunDifference(_("folder"), (str(run.folder.path),)),
        RunDifference(_("data"), (about.data,)),
        RunDifference(_("architecture"), (about.architecture,)),
        RunDifference(_("experiment"), (about.name,)),
    ]
    return rows + [
        RunDifference(setting_label(key), (setting_column(key).text(run),))
        for key in SETTING_COLUMNS
        if key in about.settings
    ]
