"""The columns of the Runs view: facts of every run, and settings in which runs differ."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from core.experiment.experiment import FIELDS
from core.runs.run_list import ListedRun
from core.runs.summary import state_text
from core.support.i18n import _
from core.timeline.setting_names import setting_name
from tui_mlp.session.snapshot import RunState
from tui_mlp.text.numbers import NOTHING, count, percent, plain_number, r2_text
from tui_mlp.text.settings_text import SHORT, value_text

NAME, NEWEST, STATE, BEST, TEST, BASELINE = "run", "saved", "state", "best", "test", "baseline"
SETTINGS = tuple(dict.fromkeys(("training.optimizer", *SHORT, *FIELDS)))
"""All settings, those that usually differ between runs first."""
IN_OTHER_COLUMNS = {"name", "data.source", "network.hidden"}
"""Settings that other columns show."""
SAME_LATER = {"architecture", "epochs"}
"""Columns that give way to the time of saving where they are the same for all runs."""
R2 = "R²"
LAST = ("seed", "training.epochs")
SETTING_COLUMNS = (*(key for key in SETTINGS if key not in IN_OTHER_COLUMNS.union(LAST)), *LAST)
"""Settings that can have a column of their own, in the columns' order."""


class Column(NamedTuple):
    """One fact of a run: its text, and the value to sort by, the largest first if `down`."""

    key: str
    title: str
    text: Callable[[ListedRun], str]
    value: Callable[[ListedRun], Any]
    right: bool = False
    down: bool = False


def columns_for(runs: Sequence[ListedRun], chosen: str = "") -> tuple[Column, ...]:
    """All columns for these runs, from left to right.

    A setting has one where the runs differ in it, or if it is `chosen` to sort by. The year is shown where runs of
    several years are listed.
    """
    apart, label = set(differing_settings(runs)), quality_label(runs)
    start = 0 if len({run.summary.saved[:4] for run in runs}) > 1 else len("2026-")
    settings = [key for key in SETTING_COLUMNS if key in apart or key == chosen]
    return (
        Column(NAME, _("run"), lambda run: run.name, lambda run: run.name.casefold()),
        Column("data", _("data"), lambda run: run.summary.data, lambda run: run.summary.data),
        Column("architecture", _("architecture"), lambda run: run.summary.architecture, layer_sizes),
        *map(setting_column, settings),
        Column(
            "epochs", _("epochs"), lambda run: count(run.summary.epochs), lambda run: run.summary.epochs, True, True
        ),
        Column(
            BEST, _("best val. J"), lambda run: plain_number(run.summary.best_validation_loss),
            lambda run: run.summary.best_validation_loss, True,
        ),
        Column("accuracy", last_quality_label(label), lambda run: quality_text(run, label), quality, True, True),
        *columns_of_test_rows(runs),
        Column(
            STATE, _("state"), lambda run: state_label(run.summary.state),
            lambda run: state_label(run.summary.state),
        ),
        Column(
            NEWEST, _("saved"), lambda run: short_time(run.summary.saved)[start:],
            lambda run: run.summary.saved, True, True,
        ),
    )  # fmt: skip


def setting_column(key: str) -> Column:
    """The column of a setting, by its dotted key."""

    def text(run: ListedRun) -> str:
        value = run.summary.settings.get(key)
        try:
            return NOTHING if value is None else value_text(key, value)
        except (TypeError, ValueError):  # saved by another version with a value of another type
            return str(value)

    def value(run: ListedRun) -> tuple[str, Any] | None:
        found = run.summary.settings.get(key)
        # Numbers sort before lists and words, which can't be compared with them.
        return None if found is None else ("", found) if isinstance(found, int | float) else (text(run), 0)

    return Column(key, setting_label(key), text, value, FIELDS[key].kind in ("int", "float"))


def setting_label(key: str) -> str:
    """A setting's name, short enough for a column's head."""
    short = {"training.learning_rate": _("rate"), "training.batch_size": _("batch"), "training.epochs": _("to epoch")}
    short |= {"training.l1": _("L1"), "training.l2": _("L2")}
    return short.get(key) or setting_name(key)


def differing_settings(runs: Sequence[ListedRun]) -> list[str]:
    """The dotted keys in which these runs are not all the same, without those that have other columns."""
    if not runs:
        return []
    first, others = runs[0].summary.settings, [run.summary.settings for run in runs[1:]]
    return [key for key in SETTING_COLUMNS if any(other.get(key) != first.get(key) for other in others)]


def sorted_by(runs: Iterable[ListedRun], column: Column, reverse: bool) -> list[ListedRun]:
    """The runs sorted by a column's values; runs without a value come last."""
    pairs = [(column.value(run), run) for run in runs]
    known = [pair for pair in pairs if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=column.down != reverse)
    return [run for _value, run in (*known, *(pair for pair in pairs if pair[0] is None))]


def layer_sizes(run: ListedRun) -> list[int]:
    """The neurons of each layer."""
    return [int(size) for size in run.summary.architecture.split("-") if size.isdecimal()]


def shown_state(run: ListedRun, here: RunState) -> str:
    """A run's state in one or two words; of the run that is trained here, its present one."""
    return here.word if run.is_own else state_label(run.summary.state)


def state_label(name: str) -> str:
    """A saved state in one or two words."""
    return {"tolerance": _("tolerance"), "early_stopping": _("early stop")}.get(name) or state_text(name)


def short_time(time: str) -> str:
    """Date, hour and minute of an ISO time."""
    return time[:16].replace("T", " ")


def quality(run: ListedRun) -> float | None:
    """The run's accuracy on the validation rows, or its R² there where it is a regression."""
    about = run.summary
    return about.validation_r2 if about.validation_accuracy is None else about.validation_accuracy


def quality_text(run: ListedRun, label: str = "") -> str:
    """An accuracy in percent, or R², named as such unless that is the `label` beside it."""
    about = run.summary
    if about.validation_accuracy is None and about.validation_r2 is not None:
        return ("" if label == R2 else f"{R2} ") + r2_text(about.validation_r2)
    return percent(about.validation_accuracy)


def columns_of_test_rows(runs: Sequence[ListedRun]) -> list[Column]:
    """The columns of the accuracy on the test rows, or R² there, and of its baseline; none that no run has."""
    columns = (
        Column(TEST, _("test"), quality_text_of_test_rows, quality_of_test_rows, True, True),
        Column(
            BASELINE, _("baseline"), lambda run: percent(run.summary.test_baseline),
            lambda run: run.summary.test_baseline, True, True,
        ),
    )  # fmt: skip
    return [column for column in columns if any(column.value(run) is not None for run in runs)]


def quality_of_test_rows(run: ListedRun) -> float | None:
    """The run's accuracy on the test rows, or its R² there where it is a regression; None before it has ended."""
    return run.summary.test_r2 if run.summary.test_accuracy is None else run.summary.test_accuracy


def quality_text_of_test_rows(run: ListedRun) -> str:
    """The accuracy on the test rows, or R²."""
    about = run.summary
    if about.test_accuracy is None and about.test_r2 is not None:
        return f"R² {r2_text(about.test_r2)}"
    return percent(about.test_accuracy)


def text_of_test_rows(run: ListedRun) -> str:
    """The same, and in parentheses the accuracy of always saying the commonest class."""
    baseline = run.summary.test_baseline
    return quality_text_of_test_rows(run) + ("" if baseline is None else _(" (baseline {})").format(percent(baseline)))


def quality_label(runs: Iterable[ListedRun]) -> str:
    """What `quality` is for these runs."""
    figures = [(run.summary.validation_accuracy, run.summary.validation_r2) for run in runs]
    regression = any(r2 is not None for _accuracy, r2 in figures)
    return R2 if regression and all(accuracy is None for accuracy, _r2 in figures) else _("accuracy")


def last_quality_label(label: str) -> str:
    """A `quality_label` that says that it is of the last epoch, where the best loss beside it is of another."""
    return _("last R²") if label == R2 else _("last acc.")


def by_importance(columns: Sequence[Column], order: str, runs: Sequence[ListedRun]) -> list[str]:
    """The keys of all columns but the name's, the most important first.

    The data come early only where the runs have several and their names don't say so: then losses can't be compared.
    What is the same for several runs comes after the time, which tells them apart.
    """
    unsaid = any(run.summary.data.partition(".")[0] not in run.name for run in runs)
    several = unsaid and len({run.summary.data for run in runs}) > 1
    settings = [column.key for column in columns if column.key in FIELDS]
    tested = [column.key for column in columns if column.key in (TEST, BASELINE)]
    first = [BEST, STATE, "epochs", "architecture", *["data"] * several, "accuracy", *tested, NEWEST, *settings, "data"]
    chosen = [order] if order not in (NAME, NEWEST) else []
    same = [column.key for column in columns if column.key in SAME_LATER and same_for_all(column, runs)]
    first = [key for key in first[: first.index(NEWEST)] if key not in same] + [NEWEST, *same, *first]
    return list(dict.fromkeys((*chosen, *first)))


def same_for_all(column: Column, runs: Sequence[ListedRun]) -> bool:
    """Whether several runs all have the same in this column."""
    return len(runs) > 1 and all(column.value(run) == column.value(runs[0]) for run in runs)
