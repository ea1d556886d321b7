"""What a model was trained on, in Markdown: source, columns, preparation, split."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.data.description import ColumnDescription, Description
from core.data.preparing.column_coding import SCALED, ColumnCoding
from core.model.files.metadata import plain_scaling
from core.model.model import Model
from core.support.escaping import markdown_escaped
from core.support.i18n import N_, _, ngettext, translated

from .facts import CardFacts
from .markdown import bullets, name_text, names_text, paragraph, section, table

MOST_COLUMNS = 60
"""Rows of the table of columns, at most."""
MOST_NOTES = 20
MOST_CATEGORIES = 12

SPLITS = {"training": N_("training"), "validation": N_("validation"), "test": N_("test")}
KINDS = {
    "number": N_("number"),
    "boolean": N_("boolean"),
    "ordered": N_("categories in order"),
    "category": N_("category"),
    "date": N_("date"),
}


def training_data(facts: CardFacts) -> Iterator[str]:
    """The section on the data, their columns and their preparation."""
    return section(
        _("Training data"),
        paragraph(_source(facts)),
        bullets(_target(facts.model, facts.data.description if facts.data else None)),
        _columns(facts),
        paragraph(_left_out_columns(facts.data.description) if facts.data else ""),
        bullets(_preparation(facts.model)),
        paragraph(_split(facts)),
        _notes(facts.data.description) if facts.data else (),
    )


def _source(facts: CardFacts) -> str:
    name = name_text(Path(facts.saved.experiment.data.source).name)
    if facts.data is None:
        return _("Source: {}. It could not be read when this card was written.").format(name)
    description, rows = facts.data.description, facts.data.rows
    text = ngettext("Source: {}, {} row used.", "Source: {}, {} rows used.", rows).format(name, f"{rows:,}")
    if (left := description.rows - rows) > 0:
        text += " " + ngettext("{} row was left out.", "{} rows were left out.", left).format(f"{left:,}")
    return text


def _target(model: Model, description: Description | None) -> Iterator[str]:
    meaning = model.meaning
    if model.target:
        yield _("Target: {}").format(names_text(model.target))
    if meaning.task == "regression":
        if meaning.names != model.target:
            yield _("Numbers that are predicted: {}").format(names_text(meaning.names))
        return
    counts = description.classes if description else {}
    shown = [
        f"{name_text(name)} ({counts[name]:,})" if name in counts else name_text(name) for name in meaning.names[:30]
    ]
    more = len(meaning.names) - len(shown)
    classes = _("{} and {} more").format(", ".join(shown), f"{more:,}") if more else ", ".join(shown)
    title = _("Labels, of which a row may have several: {}") if meaning.several_labels else _("Classes: {}")
    yield title.format(classes) + (_(" (rows of each in brackets)") if counts else "")


def _columns(facts: CardFacts) -> Iterator[str]:
    """A table of the columns that go in, in their order; of images a sentence."""
    model, codings = facts.model, facts.model.preparation.codings
    if model.shape is not None:
        height, width = model.shape
        text = _("Inputs: images of {} × {} pixels, row by row, {} number a pixel.")
        if model.channels > 1:
            text = _("Inputs: images of {} × {} pixels, row by row, {} numbers a pixel: red, green and blue.")
        yield from paragraph(text.format(height, width, model.channels))
        return
    described = {one.name: one for one in facts.data.description.columns} if facts.data else {}
    means, scales = plain_scaling(model.preparation.scaling, model.preparation.width)
    places = np.cumsum([0, *(coding.width for coding in codings)])
    numbered = model.preparation.scaling is not None and model.preparation.features is None
    head = [_("column"), _("kind"), _("missing"), _("a missing cell becomes"), _("mean"), _("deviation")]

    def row(place: int, coding: ColumnCoding) -> list[str]:
        numbers = [means[places[place]], scales[places[place]]] if numbered and coding.kind in SCALED else []
        return [
            name_text(coding.name),
            translated(KINDS[coding.kind]),
            _missing(described.get(coding.source or coding.name)),
            _stand_in(coding),
            *(f"{number:.6g}" for number in numbers),
            *["–"] * (2 - len(numbers)),
        ]

    yield from table(head, (row(place, coding) for place, coding in enumerate(codings[:MOST_COLUMNS])))
    if len(codings) > MOST_COLUMNS:
        more = _("{} more columns are not listed here; the metadata of the exported file have them all.")
        yield from paragraph(more.format(f"{len(codings) - MOST_COLUMNS:,}"))


def _missing(described: ColumnDescription | None) -> str:
    return "–" if described is None else f"{described.missing:,}"


def _stand_in(coding: ColumnCoding) -> str:
    """What becomes of a missing cell."""
    if coding.one_number:
        if coding.fill is None:
            return _("none may be missing")
        filled = f"{coding.fill:.6g}"
        return _("{}, and 1 in an input of its own").format(filled) if coding.flag else filled
    return _("a category of its own") if coding.missing_level else _("0 in all inputs of the column")


def _left_out_columns(description: Description) -> str:
    left = [column for column in description.columns if column.role == "ignored"]
    if not left:
        return ""
    shown = [
        f"{name_text(column.name)} ({markdown_escaped(column.why)})" if column.why else name_text(column.name)
        for column in left[:MOST_COLUMNS]
    ]
    more = len(left) - len(shown)
    names = _("{} and {} more").format(", ".join(shown), f"{more:,}") if more else ", ".join(shown)
    return _("Columns that the network doesn't see: {}.").format(names)


def _preparation(model: Model) -> Iterator[str]:
    """How columns become inputs of the network."""
    preparation = model.preparation
    for coding in [one for one in preparation.codings if not one.one_number][:MOST_CATEGORIES]:
        own = names_text([coding.levels[level] for level in coding.own])
        text = _("{} becomes an input of 0 or 1 for each of {}").format(name_text(coding.name), own)
        if coding.pooled:
            pooled = names_text([coding.levels[level] for level in coding.pooled])
            text = _("{}, and one for these together: {}").format(text, pooled)
        yield text
    if preparation.features is not None:
        yield _("The network's inputs are computed of the two columns: {}").format(names_text(preparation.features))
    if preparation.scaling is not None:
        yield _("Numbers are standardised: minus the mean, divided by the standard deviation of the training rows")
    if preparation.constant:
        names = names_text([preparation.input_names[place] for place in preparation.constant])
        yield _("Constant in the training rows, and taken as 0 in all others: {}").format(names)
    if preparation.target_scaling is not None:
        yield _("Targets are standardised for training; predictions come in the targets' own units")


def _split(facts: CardFacts) -> str:
    settings = facts.saved.experiment.data
    text = _("Split: {}.").format(name_text(settings.split))
    if settings.test:
        text += " " + _("The test rows come from {}.").format(name_text(Path(settings.test).name))
    if facts.data is not None:
        sizes = [
            ngettext("{} row for {}", "{} rows for {}", rows).format(f"{rows:,}", translated(SPLITS[split]))
            for split, rows in facts.data.split_sizes.items()
        ]
        return f"{text} " + _("{}; seed {}.").format(", ".join(sizes), facts.saved.experiment.seed)
    fractions = _("{:.3g} of the rows for validation, {:.3g} for test; seed {}.")
    test = 0.0 if settings.test else settings.test_fraction
    return f"{text} " + fractions.format(settings.validation_fraction, test, facts.saved.experiment.seed)


def _notes(description: Description) -> Iterator[str]:
    """What was guessed and what looks wrong, as `mlp-tui describe` says it."""
    if description.notes:
        yield from paragraph(_("What was noticed in the data:"))
        yield from bullets(map(markdown_escaped, description.notes[:MOST_NOTES]))
