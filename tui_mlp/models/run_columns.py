"""The columns of the Runs view: what every run has, and the settings in which the runs differ."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from core.experiment.experiment import FIELDS
from core.runs.run_list import ListedRun
from core.runs.summary import state_text
from core.support.i18n import _
from tui_mlp.text.numbers import NOTHING, count, loss, percent
from tui_mlp.text.settings_text import SHORT, written

NAME, NEWEST, STATE, BEST = "run", "saved", "state", "best"
SETTINGS = tuple(dict.fromkeys(("training.optimizer", *SHORT, *FIELDS)))
"""Those that tell runs apart most come first."""
ELSEWHERE = {"name", "data.source", "network.hidden"}
"""Settings that other columns tell of."""
LAST = ("seed", "training.epochs")
APART = (*(key for key in SETTINGS if key not in ELSEWHERE.union(LAST)), *LAST)
"""Settings that have columns of their own."""


class Column(NamedTuple):
    """One fact of a run: how it is written, and what it is sorted by, the largest first if `down`."""

    key: str
    title: str
    text: Callable[[ListedRun], str]
    value: Callable[[ListedRun], Any]
    right: bool = False
    down: bool = False


def columns_for(runs: Sequence[ListedRun], chosen: str = "") -> tuple[Column, ...]:
    """All columns for these runs, from left to right; a setting that was chosen to sort by has one in any case."""
    apart = set(differing(runs))
    settings = [key for key in APART if key in apart or key == chosen]
    return (
        Column(NAME, _("run"), lambda run: run.name, lambda run: run.name.casefold()),
        Column("data", _("data"), lambda run: run.summary.data, lambda run: run.summary.data),
        Column("architecture", _("architecture"), lambda run: run.summary.architecture, sizes),
        *map(setting, settings),
        Column(
            "epochs", _("epochs"), lambda run: count(run.summary.epochs), lambda run: run.summary.epochs, True, True
        ),
        Column(
            BEST, _("best val."), lambda run: loss(run.summary.best_validation_loss),
            lambda run: run.summary.best_validation_loss, True,
        ),
        Column(
            "accuracy", _("accuracy"), lambda run: percent(run.summary.validation_accuracy),
            lambda run: run.summary.validation_accuracy, True, True,
        ),
        Column(STATE, _("state"), lambda run: state(run.summary.state), lambda run: state(run.summary.state)),
        Column(NEWEST, _("saved"), lambda run: saved(run.summary.saved), lambda run: run.summary.saved, True, True),
    )  # fmt: skip


def setting(key: str) -> Column:
    """The column of a setting, by its dotted key."""

    def text(run: ListedRun) -> str:
        value = run.summary.settings.get(key)
        try:
            return NOTHING if value is None else written(key, value)
        except (TypeError, ValueError):  # another version's: a value of another kind
            return str(value)

    def value(run: ListedRun) -> tuple[str, Any] | None:
        found = run.summary.settings.get(key)
        # Numbers among themselves, lists and words among themselves: they can't be held against each other.
        return None if found is None else ("", found) if isinstance(found, int | float) else (text(run), 0)

    return Column(key, named(key), text, value, FIELDS[key].kind in ("int", "float"))


def named(key: str) -> str:
    """A setting in as few words as a head of a column has room for."""
    short = {"training.learning_rate": _("rate"), "training.batch_size": _("batch"), "training.epochs": _("to epoch")}
    short |= {"training.l1": _("L1"), "training.l2": _("L2")}
    return short.get(key) or key.rpartition(".")[2].replace("_", " ")


def differing(runs: Sequence[ListedRun]) -> list[str]:
    """The dotted keys in which these runs are not all the same, but for what other columns tell."""
    if not runs:
        return []
    first, others = runs[0].summary.settings, [run.summary.settings for run in runs[1:]]
    return [key for key in APART if any(other.get(key) != first.get(key) for other in others)]


def sorted_by(runs: Iterable[ListedRun], column: Column, reverse: bool) -> list[ListedRun]:
    """The runs by a column's values, those without one last."""
    pairs = [(column.value(run), run) for run in runs]
    known = [pair for pair in pairs if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=column.down != reverse)
    return [run for _value, run in (*known, *(pair for pair in pairs if pair[0] is None))]


def sizes(run: ListedRun) -> list[int]:
    """The neurons of each layer."""
    return [int(size) for size in run.summary.architecture.split("-") if size.isdecimal()]


def state(name: str) -> str:
    """A run's state in a word or two."""
    return {"tolerance": _("tolerance"), "early_stopping": _("early stop")}.get(name) or state_text(name)


def saved(time: str) -> str:
    """When, to the minute: month, day and time of an ISO date."""
    return time[5:16].replace("T", " ")


def by_need(columns: Sequence[Column], order: str, runs: Sequence[ListedRun]) -> list[str]:
    """Keys of all columns but the name's, those asked for most first: of these runs, the data only where other data
    than their names say make their losses another thing.
    """
    unsaid = any(run.summary.data.partition(".")[0] not in run.name for run in runs)
    several = unsaid and len({run.summary.data for run in runs}) > 1
    settings = [column.key for column in columns if column.key in FIELDS]
    first = [BEST, STATE, "epochs", "architecture", *["data"] * several, "accuracy", *settings, NEWEST, "data"]
    chosen = [order] if order not in (NAME, NEWEST) else []
    return list(dict.fromkeys((*chosen, *first)))
