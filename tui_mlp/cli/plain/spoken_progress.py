"""What is trained, how far training is, how it ended, spoken one fact a line."""

from collections.abc import Iterator

from core.analysis.split_metrics import SplitMetrics
from core.support.i18n import N_, _, ngettext, translated
from core.support.shown_values import value_text
from core.timeline.setting_names import value_name
from core.training.history import COLUMNS
from tui_mlp.cli.final_figures import REASONS
from tui_mlp.session.snapshot import RunState, Snapshot
from tui_mlp.text.metric_texts import beside_baseline, beside_mean, in_units
from tui_mlp.text.numbers import count, percent, r2_text
from tui_mlp.text.spoken.number import spoken_number

FEW_CLASSES = 12
"""Of so many classes each one's recall is said; of more only the lowest."""

QUALITIES = (
    ("validation_accuracy", N_("validation accuracy {}"), percent),
    ("validation_r2", N_("validation R squared {}"), r2_text),
    ("train_accuracy", N_("train accuracy {}"), percent),
    ("train_r2", N_("train R squared {}"), r2_text),
)
"""Figures of an epoch by their columns, how they are said, the more telling first: only one is said."""


def opening_lines(snapshot: Snapshot) -> Iterator[str]:
    """What is trained: the experiment, its data, the network, and how."""
    experiment, data, training = snapshot.experiment, snapshot.data, snapshot.experiment.training
    yield _("experiment {}").format(experiment.name)
    rows = ngettext("{} training example", "{} training examples", data.train.m).format(count(data.train.m))
    inputs = ngettext("{} input", "{} inputs", snapshot.sizes[0]).format(count(snapshot.sizes[0]))
    outputs = ngettext("{} output", "{} outputs", snapshot.sizes[-1]).format(count(snapshot.sizes[-1]))
    yield ", ".join((rows, inputs, outputs))
    names = [*snapshot.activations, experiment.network.output or ""]
    for layer, (size, name) in enumerate(zip(snapshot.sizes[1:], names, strict=False), 2):
        text = ngettext("layer {}: {} neuron, {}", "layer {}: {} neurons, {}", size)
        yield text.format(layer, count(size), value_name(name))
    yield _("loss: {}").format(value_name(experiment.network.loss or ""))
    text = _("optimizer: {}, learning rate {:g}")
    yield text.format(value_name(training.optimizer), training.learning_rate)
    batches = ngettext("{} mini-batch an epoch", "{} mini-batches an epoch", snapshot.batches)
    yield batches.format(count(snapshot.batches))


def epoch_line(snapshot: Snapshot, epoch: int) -> str:
    """The figures of the last epoch up to this one: `epoch 20 of 200, train loss 0.3100, train accuracy 84.0 %`."""
    parts = [_("epoch {} of {}").format(count(epoch), count(snapshot.experiment.training.epochs))]
    for key, text in (("train_loss", _("train loss {}")), ("validation_loss", _("validation loss {}"))):
        value = snapshot.figure(key, epoch)
        if value == value:
            parts.append(text.format(spoken_number(value)))
    for key, marked, written in QUALITIES:
        value = snapshot.figure(key, epoch)
        if value == value:
            parts.append(translated(marked).format(written(value)))
            break
    return ", ".join(parts)


def state_lines(snapshot: Snapshot) -> Iterator[str]:
    """What training is doing, and the figures of the last epoch."""
    words = {
        RunState.READY: _("ready: nothing is trained yet"),
        RunState.TRAINING: _("training"),
        RunState.PAUSING: _("pausing"),
        RunState.PAUSED: _("paused"),
        RunState.FINISHED: _("finished"),
        RunState.DIVERGED: _("diverged"),
    }
    if snapshot.batch:
        place = _("batch {} of {}").format(count(snapshot.batch), count(snapshot.batches))
        yield _("{}: {} of the next epoch done").format(words[snapshot.state], place)
    else:
        yield words[snapshot.state]
    if len(snapshot.history):
        yield epoch_line(snapshot, snapshot.epoch)


def ending_lines(snapshot: Snapshot, stopped_by: str, said: int, held_out: SplitMetrics | None) -> Iterator[str]:
    """Why training stopped, the best epoch, and the figures on the test rows, one fact a line.

    `said` is the epoch whose figures were said last; `held_out` are the metrics of the test rows, else of others.
    """
    epochs = ngettext("{} epoch: {}", "{} epochs: {}", snapshot.epoch)
    yield epochs.format(count(snapshot.epoch), translated(REASONS[stopped_by]))
    if snapshot.last > said:
        yield epoch_line(snapshot, snapshot.last)
    if snapshot.best_epoch:
        best = snapshot.figures("validation_loss")[snapshot.history[:, COLUMNS.index("epoch")] == snapshot.best_epoch]
        text = _("best validation loss {} in epoch {}")
        yield text.format(spoken_number(float(best[0]) if len(best) else float("nan")), count(snapshot.best_epoch))
    if held_out is not None:
        yield from split_lines(held_out, snapshot.data.target_names)


def split_lines(metrics: SplitMetrics, targets: tuple[str, ...]) -> Iterator[str]:
    """The figures on the test rows, or on the validation rows where there are no others."""
    test = metrics.split == "test"
    rows = count(metrics.rows)
    if test:
        yield ngettext("{} test row", "{} test rows", metrics.rows).format(rows)
    else:
        yield ngettext("{} validation row", "{} validation rows", metrics.rows).format(rows)
    yield _("loss {}").format(spoken_number(metrics.loss))
    if (numbers := metrics.regression) is not None:
        yield _("R squared {}").format(r2_text(numbers.r2))
        if said := beside_mean(numbers.r2):
            yield said
        yield in_units(numbers, targets)
    if (found := metrics.classification) is not None:
        yield _("accuracy {}").format(percent(found.accuracy))
        yield beside_baseline(found)
        yield _("balanced accuracy {}").format(percent(found.balanced_accuracy))
        if found.auc == found.auc:
            yield _("area under the ROC curve {}").format(spoken_number(found.auc))
        if len(found.recall) <= FEW_CLASSES:
            for name, share in found.recall.items():
                text = ngettext("recall of {}: {} of {} row", "recall of {}: {} of {} rows", found.rows[name])
                yield text.format(value_text(name), percent(share), count(found.rows[name]))
        elif found.worst is not None:
            name, share = found.worst
            yield _("lowest recall: {} of {}").format(percent(share), value_text(name))
