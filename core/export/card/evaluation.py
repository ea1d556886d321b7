"""How good a model is, in Markdown: figures beside their baseline, recall by class."""

from collections.abc import Iterator
from math import isfinite, isnan

from core.analysis.classification_metrics import ClassificationMetrics
from core.analysis.split_metrics import SplitMetrics
from core.analysis.wilson_interval import interval_of_share
from core.support.escaping import markdown_escaped
from core.support.i18n import N_, _, translated

from .facts import CardFacts, number_in
from .markdown import name_text, names_text, paragraph, section, table

MOST_CLASSES = 60
NOTHING = "–"
SPLITS = {"train": N_("training"), "validation": N_("validation"), "test": N_("test")}

Row = list[str]


def evaluation(facts: CardFacts) -> Iterator[str]:
    """The section on the figures."""
    title = _("Evaluation")
    if facts.metrics:
        held_out = facts.held_out
        recall = _recall(held_out) if held_out and held_out.classification else ()
        return section(title, _figures(facts), paragraph(_explanation(facts)), recall)
    if facts.data is not None:
        text = _("No rows were held out for validation or test, so nothing is known of rows that are not in training.")
        return section(title, paragraph(text))
    if not facts.result:
        text = _("The data could not be read when this card was written, and no figures of these weights were saved.")
        return section(title, paragraph(text))
    text = _(
        "The data could not be read when this card was written. These are the figures on test rows that were saved "
        "when the training ended."
    )
    return section(title, paragraph(text), _saved_figures(facts))


def percent(share: float) -> str:
    """A share in per cent."""
    return f"{100 * share:.1f} %" if isfinite(share) else NOTHING


def interval_text(share: float, rows: int) -> str:
    """The 95 % interval of a share of so many rows."""
    low, high = interval_of_share(share, rows)
    return _("{:.1f} to {:.1f} %").format(100 * low, 100 * high) if isfinite(low) else NOTHING


def number_text(number: float) -> str:
    """A figure with four digits."""
    return f"{number:.4g}" if isfinite(number) else NOTHING


def _figures(facts: CardFacts) -> Iterator[str]:
    """A column for each split, a row for each figure."""
    columns = [_of_classes(one) if one.classification else _of_numbers(one) for one in facts.metrics]
    head = ["", *(translated(SPLITS[one.split]) for one in facts.metrics)]
    return table(head, ([name, *(column[name] for column in columns)] for name in columns[0]))


def _of_classes(metrics: SplitMetrics) -> dict[str, str]:
    found = metrics.classification
    assert found is not None, "the metrics are of classes"
    figures = {
        _("rows"): f"{metrics.rows:,}",
        _("accuracy"): percent(found.accuracy),
        _("accuracy, 95 % interval"): interval_text(found.accuracy, metrics.rows),
        _("baseline"): percent(found.baseline),
        _("balanced accuracy"): percent(found.balanced_accuracy),
    }
    if len(found.recall) == 2 and not found.several_labels:
        figures[_("area under the ROC curve")] = number_text(found.auc)
    return figures | {_("loss"): number_text(metrics.loss)}


def _of_numbers(metrics: SplitMetrics) -> dict[str, str]:
    found = metrics.regression
    assert found is not None, "the metrics are of numbers"
    return {
        _("rows"): f"{metrics.rows:,}",
        "R²": number_text(found.r2),
        _("R² of always saying the mean"): "0",
        _("root mean squared error"): number_text(found.rmse),
        _("mean absolute error"): number_text(found.mae),
        _("loss"): number_text(metrics.loss),
    }


def _explanation(facts: CardFacts) -> str:
    found = facts.metrics[-1].classification
    if found is None:
        return _("Errors are in the units of {}.").format(names_text(facts.model.meaning.names))
    text = _("The baseline is the accuracy of always saying {}, the commonest in training.").format(_commonest(found))
    balanced = _("Balanced accuracy is the mean of the recalls below.")
    several = _("A row counts as correct if all its labels are.")
    interval = _(
        "Intervals are Wilson's, at 95 %: the true share probably lies within; with fewer rows they are wider."
    )
    chosen = _("Validation rows may have decided which weights were kept; then their figures are too good.")
    validated = any(one.split == "validation" for one in facts.metrics)
    parts = [text, several if found.several_labels else balanced, interval, chosen if validated else ""]
    return " ".join(filter(None, parts))


def _commonest(found: ClassificationMetrics) -> str:
    return name_text(found.commonest) if found.commonest else markdown_escaped(found.commonest_text)


def _recall(metrics: SplitMetrics) -> Iterator[str]:
    """The share of each class's rows that were found."""
    found = metrics.classification
    assert found is not None, "the metrics are of classes"
    yield from (_("Recall by class on {} rows:").format(translated(SPLITS[metrics.split])), "")
    names = list(found.recall)
    if len(names) > MOST_CLASSES:  # the lowest, those without rows last
        names = sorted(names, key=lambda name: (isnan(found.recall[name]), found.recall[name]))[:MOST_CLASSES]
    head = [_("label") if found.several_labels else _("class"), _("rows"), _("recall"), _("95 % interval")]
    yield from table(
        head,
        (
            [
                name_text(name),
                f"{found.rows[name]:,}",
                percent(found.recall[name]),
                interval_text(found.recall[name], found.rows[name]),
            ]
            for name in names
        ),
    )
    if len(names) < len(found.recall):
        yield from paragraph(_("Only the {} lowest of {} are listed.").format(len(names), f"{len(found.recall):,}"))


def _saved_figures(facts: CardFacts) -> Iterator[str]:
    """The figures in result.json, without intervals, as it doesn't say how many rows there were."""
    if facts.model.meaning.task == "regression":
        shown = {
            "R²": number_text(facts.saved_figure("test_r2")),
            _("root mean squared error"): number_text(facts.saved_figure("test_rmse")),
            _("mean absolute error"): number_text(facts.saved_figure("test_mae")),
        }
    else:
        shown = {
            _("accuracy"): percent(facts.saved_figure("test_accuracy")),
            _("baseline"): percent(facts.saved_figure("test_baseline")),
            _("balanced accuracy"): percent(facts.saved_figure("test_balanced_accuracy")),
        }
    yield from table(["", translated(SPLITS["test"])], ([name, text] for name, text in shown.items()))
    recall = facts.result.get("test_recall")
    if isinstance(recall, dict) and recall:
        rows = ([name_text(name), percent(number_in(share))] for name, share in list(recall.items())[:MOST_CLASSES])
        yield from table([_("class"), _("recall")], rows)
