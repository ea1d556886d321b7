"""In what a few runs differ, and what came of each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.runs.run_list import ListedRun
from core.runs.summary import state_text
from core.support.i18n import _
from tui_mlp.text.numbers import NOTHING, count, loss, percent

from .run_columns import APART, differing, named, saved, setting
from .runs_browser import ComparedRun


class Difference(NamedTuple):
    """One fact of each run."""

    label: str
    texts: tuple[str, ...]


def described_quantity(key: str) -> str:
    """A quantity in words."""
    return {
        "validation_loss": _("Validation loss J"),
        "train_loss": _("Train loss J"),
        "validation_accuracy": _("Validation accuracy"),
    }[key]


def short(key: str) -> str:
    """The same in a word or two."""
    return {"validation_loss": _("validation J"), "train_loss": _("train J")}.get(key, _("accuracy"))


def figure(key: str, value: float) -> str:
    """A figure of a quantity, as it is written."""
    return percent(value) if key.endswith("accuracy") else loss(value)


def differences(compared: Sequence[ComparedRun], key: str, epoch: int | None) -> list[Difference]:
    """What is read at an epoch of the curves of a key, the settings that differ, then what came of each."""
    runs = [one.run for one in compared]
    rows = [] if epoch is None else [reading(compared, key, epoch)]
    rows += both(_("data"), runs, lambda run: run.summary.data)
    rows += both(_("architecture"), runs, lambda run: run.summary.architecture)
    rows += [Difference(named(key), tuple(map(setting(key).text, runs))) for key in differing(runs)]
    return rows + [Difference(label, tuple(map(text, runs))) for label, text in results()]


def both(label: str, runs: Sequence[ListedRun], text: Callable[[ListedRun], str]) -> list[Difference]:
    """A fact, unless it is the same of all."""
    texts = tuple(map(text, runs))
    return [Difference(label, texts)] if len(set(texts)) > 1 else []


def reading(compared: Sequence[ComparedRun], key: str, epoch: int) -> Difference:
    """The curves at an epoch, each with the epoch that its figure is of where that is another."""
    texts = []
    for one in compared:
        found = one.at(key, epoch)
        of = "" if found is None or found[0] == epoch else f" ({count(found[0])})"
        texts.append(NOTHING if found is None else figure(key, found[1]) + of)
    return Difference(_("at {}").format(count(epoch)), tuple(texts))


def results() -> list[tuple[str, Callable[[ListedRun], str]]]:
    """What came of a run, each with its label."""
    return [
        (_("epochs"), lambda run: count(run.summary.epochs)),
        (_("best val."), lambda run: loss(run.summary.best_validation_loss)),
        (_("at epoch"), lambda run: count(run.summary.best_epoch)),
        (_("accuracy"), lambda run: percent(run.summary.validation_accuracy)),
        (_("train J"), lambda run: loss(run.summary.train_loss)),
    ]


def details(compared: ComparedRun, key: str, epoch: int | None) -> list[Difference]:
    """One run: what is read at an epoch, what came of it, where and when, and all its settings."""
    about, run = compared.run.summary, compared.run
    rows = [] if epoch is None else [reading([compared], key, epoch)]
    rows += [Difference(label, (text(run),)) for label, text in results()]
    rows += [
        Difference(_("state"), (state_text(about.state),)),
        Difference(_("data"), (about.data,)),
        Difference(_("architecture"), (about.architecture,)),
        Difference(_("begun"), (saved(about.started),)),
        Difference(_("saved"), (saved(about.saved),)),
        Difference(_("experiment"), (about.name,)),
        Difference(_("folder"), (run.folder.name,)),
    ]
    return rows + [Difference(named(key), (setting(key).text(run),)) for key in APART if key in about.settings]
