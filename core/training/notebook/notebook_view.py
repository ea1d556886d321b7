"""A trainer as notebooks show it: settings, figures, curves of its losses."""

from math import isfinite
from typing import TYPE_CHECKING

from core.support.i18n import _, ngettext, pgettext
from core.support.notebook_html import facts_html
from core.support.shown_values import value_text
from core.training.stopping.stop_reasons import stop_reason_text

from .loss_chart import loss_chart

if TYPE_CHECKING:
    from core.training.history import History
    from core.training.learner import Learner
    from core.training.stopping.stop_rules import StopRules

SHOWN = ("l1", "l2", "dropout", "clip_norm", "schedule", "early_stopping", "tolerance")
"""Settings of [training] that are shown where they aren't as usual."""


def trainer_html(trainer: "Learner", history: "History", rules: "StopRules") -> str:
    """The HTML of a trainer, without scripts, in the colours of the page."""
    chart = loss_chart(history.epoch, history.train_loss, history.validation_loss) if len(history) else ""
    facts = [*trainer.network.facts, *_settings(trainer), *_figures(trainer, history, rules)]
    return facts_html(trainer.experiment.name, facts, chart)


def _settings(trainer: "Learner") -> list[tuple[str, str]]:
    training, usual = trainer.experiment.training, type(trainer.experiment.training)()
    names = {"training": _("training"), "validation": _("validation"), "test": _("test")}
    rows = [f"{names[split]} {size:,}" for split, size in trainer.data.split_sizes.items()]
    batch = f"{training.batch_size:,}" if training.batch_size else pgettext("in a batch", "all rows")
    optimizer = _("{}, learning rate {:g}, batches of {}").format(training.optimizer, training.learning_rate, batch)
    others = [
        f"{name} = {value_text(getattr(training, name))}"
        for name in SHOWN if getattr(training, name) != getattr(usual, name)
    ]  # fmt: skip
    return [
        (_("rows"), ", ".join(rows)),
        (_("training"), ", ".join([optimizer, *others])),
        (_("seed"), str(trainer.experiment.seed)),
    ]


def _figures(trainer: "Learner", history: "History", rules: "StopRules") -> list[tuple[str, str]]:
    """The epoch, and what was computed at its end."""
    done, all = trainer.epoch, trainer.experiment.training.epochs
    if rules.stopped_by and rules.stopped_by != "epochs":  # else the numbers say it
        text = ngettext("{:,} of {:,} epoch, stopped by {}", "{:,} of {:,} epochs, stopped by {}", all)
    else:
        text = ngettext("{:,} of {:,} epoch", "{:,} of {:,} epochs", all)
    figures = [(_("trained"), text.format(done, all, stop_reason_text(rules.stopped_by or "")))]
    if rules.best_epoch:
        best = _("{:.4g} in epoch {:,}").format(rules.best_loss, rules.best_epoch)
        figures.append((_("best validation loss"), best))
    last = history[-1] if len(history) else {}
    for label, key in (
        (_("train loss"), "train_loss"),
        (_("validation loss"), "validation_loss"),
        (_("train accuracy"), "train_accuracy"),
        (_("validation accuracy"), "validation_accuracy"),
        (_("train R²"), "train_r2"),
        (_("validation R²"), "validation_r2"),
    ):
        value = last.get(key)
        if value is not None and isfinite(value):
            figures.append((label, f"{100 * value:.1f} %" if key.endswith("accuracy") else f"{value:.4g}"))
    return figures
