"""The final figures of a training on the shell, so that no failure is hidden."""

from collections.abc import Iterator

from core.analysis.classification_metrics import ClassificationMetrics
from core.analysis.split_metrics import SplitMetrics, split_metrics
from core.data.dataset import SPLITS, Data
from core.support.i18n import N_, _, ngettext, translated
from core.support.shown_values import value_text
from core.training.trainer import Trainer
from tui_mlp.text.metric_texts import beside_baseline, beside_mean, in_units
from tui_mlp.text.numbers import count, percent, plain_number, r2_text
from tui_mlp.text.split_words import split_word

from .console import aligned

REASONS = {
    "epochs": N_("all epochs done"),
    "tolerance": N_("the train loss has reached the tolerance"),
    "early_stopping": N_("stopped early, as the validation loss no longer fell; the best weights are restored"),
    "divergence": N_("diverged; the last finite weights are kept"),
    "interrupted": N_("interrupted"),
}
FEW_CLASSES = 12
"""Of so many classes each one's recall is said; of more only the lowest."""
INDENT = " " * 12


def final_figures(trainer: Trainer, stopped_by: str, test: SplitMetrics | None) -> Iterator[str]:
    """The lines: the epochs and why training stopped, a line of figures for each split, and more of the last of them.

    `test` are the metrics on the test rows; without such rows, those of the validation rows are computed.
    """
    epochs = ngettext("{} epoch: {}", "{} epochs: {}", trainer.epoch)
    yield epochs.format(count(trainer.epoch), translated(REASONS[stopped_by]))
    if trainer.best_epoch:
        best = _("best validation loss {} in epoch {}")
        yield best.format(plain_number(trainer.best_loss), count(trainer.best_epoch))
    regression = trainer.data.task == "regression"
    held_out = test or split_metrics(trainer.network, trainer.data, "validation")
    for split in SPLITS:
        figures = trainer.figures(split)
        if figures.loss == figures.loss:
            quality = f"R² {r2_text(figures.r2)}" if regression else percent(figures.accuracy)
            if held_out is not None and held_out.split == split:
                quality += beside(held_out)
            yield "   ".join((f"{split_word(split):<12}" + _("loss {}").format(plain_number(figures.loss)), quality))
    if held_out is not None:
        yield from (f"{INDENT}{line}" for line in more_figures(held_out, trainer.data))


def beside(metrics: SplitMetrics) -> str:
    """What the accuracy or R² is to be compared with, behind a comma or colon; empty where there is nothing to say."""
    if metrics.classification is not None:
        return f"; {beside_baseline(metrics.classification)}"
    said = beside_mean(metrics.regression.r2) if metrics.regression is not None else ""
    return f": {said}" if said else ""


def more_figures(metrics: SplitMetrics, data: Data) -> Iterator[str]:
    """Lines with the other metrics: balanced accuracy, AUC, recall by class; or the errors in the target's units."""
    if (numbers := metrics.regression) is not None:
        yield in_units(numbers, data.target_names)
    if (found := metrics.classification) is not None:
        balanced = _("balanced accuracy {}").format(percent(found.balanced_accuracy))
        present = sum(map(bool, found.rows.values()))
        if present < len(found.rows):
            balanced += _(" (of {} of {} classes: the others have no row here)").format(present, len(found.rows))
        yield balanced + (f", AUC {plain_number(found.auc)}" if found.auc == found.auc else "")
        yield from recalls(found)


def recalls(found: ClassificationMetrics) -> Iterator[str]:
    """A small table of the recall of each class, or a line with the lowest where there are many."""
    if len(found.recall) <= FEW_CLASSES:
        title = _("label") if found.several_labels else _("class")
        rows = [
            (value_text(name), percent(share), count(found.rows[name])) for name, share in found.recall.items()
        ]  # fmt: skip
        yield from aligned([(title, _("recall"), _("rows")), *rows], right=(1, 2))
    elif found.worst is not None:
        name, share = found.worst
        of = ngettext("lowest recall: {} of {} row of {}", "lowest recall: {} of {} rows of {}", found.rows[name])
        yield of.format(percent(share), count(found.rows[name]), value_text(name))
