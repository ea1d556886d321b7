"""What a model should not be trusted with, in Markdown."""

from collections.abc import Iterator
from itertools import chain

from core.analysis.split_metrics import SplitMetrics
from core.analysis.wilson_interval import interval_of_share
from core.export.onnx_model import coarse_columns
from core.model.model import Model
from core.support.i18n import _, ngettext

from .evaluation import interval_text
from .facts import CardFacts
from .markdown import bullets, name_text, names_text, section

WIDE = 0.1
"""An interval of the accuracy that is wider leaves much open."""
FEW_ROWS = 100
"""Under so many test rows the errors of a regression are uncertain."""


def limitations(facts: CardFacts) -> Iterator[str]:
    """The section on limits."""
    held_out = facts.held_out
    points = chain(
        _of_figures(held_out) if held_out is not None else _without_figures(facts),
        _of_columns(facts.model),
        _of_float32(facts.model) if facts.exported.path.suffix.lower() == ".onnx" else (),
        _of_all(facts.model),
    )
    return section(_("Limitations"), bullets(points))


def _of_all(model: Model) -> Iterator[str]:
    """On what holds for every such model."""
    yield _(
        "Rows unlike those of the training, such as numbers far outside their range, still get an answer; nothing in "
        "it shows that it is a guess."
    )
    if model.meaning.task == "classification":
        yield _("A probability is what the network says, not how often it is right: it was not calibrated.")
    yield _("Whether it serves groups of people alike was not examined; do so before it decides about people.")


def _without_figures(facts: CardFacts) -> Iterator[str]:
    if facts.data is not None:
        yield _("No rows were held out, so it may have overfitted its training rows.")
    if facts.saved_figure("test_accuracy") <= facts.saved_figure("test_baseline"):
        yield _("It is **no better than always saying the same class**: that is right as often, or more often.")
    if (r2 := facts.saved_figure("test_r2")) <= 0:
        yield _("It is **no better than always saying the mean**: R² is {:.2g}.").format(r2)


def _of_figures(metrics: SplitMetrics) -> Iterator[str]:
    """On few rows, on a model that is no better than its baseline, on classes that were not seen."""
    rows = metrics.rows
    if (numbers := metrics.regression) is not None:
        if numbers.r2 <= 0:
            yield _("It is **no better than always saying the mean**: R² is {:.2g}.").format(numbers.r2)
        if rows < FEW_ROWS:
            yield ngettext(
                "Its errors were measured on {} row alone.", "Its errors were measured on {} rows alone.", rows
            ).format(rows)
    if (found := metrics.classification) is not None:
        low, high = interval_of_share(found.accuracy, rows)
        if found.accuracy <= found.baseline:
            text = _("It is **no better than always saying {}**: that is right as often, or more often.")
            yield text.format(name_text(found.commonest))
        elif low <= found.baseline:
            text = _("With so few rows it can't be told whether it is better than always saying {}.")
            yield text.format(name_text(found.commonest))
        if high - low > WIDE:
            text = ngettext(
                "{} row is few to judge it by: the true accuracy may be anywhere from {}.",
                "{} rows are few to judge it by: the true accuracy may be anywhere from {}.",
                rows,
            )
            yield text.format(rows, interval_text(found.accuracy, rows))
        if unseen := [name for name, count in found.rows.items() if not count]:
            text = _("Nothing tells how well these classes are recognised, as no row of them was held out: {}.")
            yield text.format(names_text(unseen))


def _of_columns(model: Model) -> Iterator[str]:
    """On unknown categories and missing cells."""
    codings = model.preparation.codings
    if categories := [one for one in codings if not one.one_number]:
        text = _("Categories that were not in the training rows set all inputs of their column to 0: {}.")
        yield text.format(names_text([one.name for one in categories]))
    filled = [one.name for one in codings if one.one_number and one.fill is not None and not one.flag]
    if filled:
        yield _("A missing number counts as the fill value in the table above; the answer doesn't show it.")


def _of_float32(model: Model) -> Iterator[str]:
    """On columns of which float32 keeps too few digits, where the file takes them in it."""
    if coarse := coarse_columns(model):
        text = _("The file takes numbers as float32, which is coarse beside how little these columns vary: {}.")
        yield text.format(names_text(coarse))
