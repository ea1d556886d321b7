"""The rule of a column in words: what becomes of its cells, without a row."""

from collections.abc import Sequence

from core.data.dataset import Data
from core.data.description import ColumnDescription
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.data.preparing.prepared_number import NumberScale, inputs_of_column, scale_of
from core.support.i18n import N_, _, ngettext, translated
from core.support.retranslation import retranslated
from tui_mlp.text.numbers import count, data_number

from .column_numbers import behind_minus, number_brief_beside
from .said import Said, said

PART_NAMES = {"year": N_("year"), "month": N_("month"), "day of week": N_("day of the week"), "hour": N_("hour")}
"""The parts of a date in a sentence."""

MOST_LEVELS = 6
"""Levels in their order that a rule names."""


def rule_text(data: Data, column: ColumnDescription, missing: str) -> list[Said]:
    """What becomes of a column, such as "118 of 640 missing, filled with 28.6, the mean in training; then (age - …".

    `missing` is data.missing.
    """
    gaps = _gaps(data, column)
    if column.role == "ignored":
        return _sentence(
            [gaps, [Said(_("left out: {}").format(retranslated(column.why)) if column.why else _("left out"))]]
        )
    if column.role == "target":
        return _sentence([_left_out(gaps), _target(data, column)])
    preparation = data.preparation
    codings = [] if preparation is None else [
        one for one in preparation.codings if column.name in (one.source, one.name)
    ]  # fmt: skip
    if preparation is None or not codings:
        return _sentence([gaps, [Said(_("as it is"))]])
    filled = _filling(preparation, gaps, codings[0], missing)
    if preparation.features is not None:
        made = [preparation.input_names[place] for place in inputs_of_column(preparation, column.name)]
        text = _("becomes {}, each standardised") if preparation.scaling is not None else _("becomes {}")
        return _sentence([filled, [Said(text.format(", ".join(made)) if made else _("in none of data.features"))]])
    return _sentence([filled, _coding(preparation, column, codings)])


def _gaps(data: Data, column: ColumnDescription) -> list[Said]:
    """How many cells are missing; nothing where none is."""
    if not column.missing:
        return []
    text = _("{} of {} missing").format(count(column.missing), count(data.description.rows))
    return [Said(text, "missing")]


def _left_out(gaps: list[Said]) -> list[Said]:
    return said(_("{missing}, those rows are left out"), missing=gaps[0]) if gaps else []


def _filling(preparation: Preparation, gaps: list[Said], coding: ColumnCoding, missing: str) -> list[Said]:
    """What becomes of missing cells."""
    if not gaps:
        return []
    if not coding.one_number:
        if coding.missing_level:
            return said(_("{missing}, with an input of their own"), missing=gaps[0])
        return said(_("{missing}, none of them in training: 0 in all its inputs"), missing=gaps[0])
    if missing.startswith("drop"):
        return _left_out(gaps)
    fill, way = coding.fill or 0.0, missing.removesuffix("+flag")
    if coding.kind == "boolean" and way != "zero":
        way, filled = "commoner", coding.levels[int(fill)]
    else:
        filled = _filled_in(preparation, coding, fill)
    return said(_filled_text(way, coding.flag), missing=gaps[0], fill=filled)


def _filled_text(way: str, flag: bool) -> str:
    """What stands in for missing numbers, as a template; `flag` says that an input marks them."""
    match way:
        case "commoner":
            if flag:
                return _(
                    "{missing}, filled with {fill}, the commoner one in training, and marked in an input of their own"
                )
            return _("{missing}, filled with {fill}, the commoner one in training")
        case "zero":
            if flag:
                return _("{missing}, filled with 0, and marked in an input of their own")
            return _("{missing}, filled with 0")
        case "median":
            if flag:
                return _("{missing}, filled with {fill}, the median in training, and marked in an input of their own")
            return _("{missing}, filled with {fill}, the median in training")
    if flag:
        return _("{missing}, filled with {fill}, the mean in training, and marked in an input of their own")
    return _("{missing}, filled with {fill}, the mean in training")


def _filled_in(preparation: Preparation, coding: ColumnCoding, fill: float) -> str:
    """What stands in for missing numbers, with the digits of the mean beside it."""
    scale = None if fill == round(fill) else scale_of(preparation, inputs_of_column(preparation, coding.source)[0])
    return data_number(fill) if scale is None else number_brief_beside(fill, scale.source_deviation)


def _coding(preparation: Preparation, column: ColumnDescription, codings: Sequence[ColumnCoding]) -> list[Said]:
    """What becomes of cells that aren't missing."""
    coding, places = codings[0], inputs_of_column(preparation, column.name)
    if coding.kind == "category":
        return [Said(_categories(coding))]
    if coding.kind == "boolean":
        return [Said(_two(coding.levels, "0"))]
    if coding.kind == "date":
        named = [_part(one) for one in codings]
        if preparation.scaling is None:
            text = ngettext("its {}, a number", "its {}, a number each", len(named))
        else:
            text = ngettext("its {}, a number, standardised", "its {}, a number each, standardised", len(named))
        return [Said(text.format(_list(named)))]
    parts: list[Said] = [Said(_order(coding))] if coding.kind == "ordered" else []
    name = Said(coding.name, "name")
    if places[0] in preparation.constant and preparation.scaling is not None:
        return [*parts, *([Said("; ")] if parts else []), Said(_("one value in training, so 0 in all rows"))]
    scale = scale_of(preparation, places[0])
    if scale is None:
        return parts or [Said(_("as it is"))]
    return [*parts, *([Said(_("; then "))] if parts else []), *_standardized(name, scale)]


def _categories(coding: ColumnCoding) -> str:
    """How a category is coded in inputs of 0 and 1."""
    own, rare = len(coding.own), len(coding.pooled)
    text = ngettext("{} category: an input, 0 or 1", "{} categories: one input each, 0 or 1", own).format(own)
    if rare:
        more = ngettext("; one more for the {} rare category", "; one more for the {} rare categories", rare)
        text += more.format(rare)
    return text


def _two(names: Sequence[str], low: str) -> str:
    """Which number each of two names has: "yes is 1, no is 0"."""
    if tuple(names) == (low, "1"):
        return _("{} or 1, as it is").format(low)
    return _("{} is 1, {} is {}").format(names[1], names[0], low)


def _order(coding: ColumnCoding) -> str:
    """Which number each level has: "low is 0, medium 1, high 2"."""
    levels = coding.levels
    first = _("{} is 0").format(levels[0])
    shown = [first, *(f"{level} {at}" for at, level in enumerate(levels[1:MOST_LEVELS], 1))]
    if len(levels) > MOST_LEVELS:
        shown += ["…", f"{levels[-1]} {len(levels) - 1}"]
    return ", ".join(shown)


def _part(coding: ColumnCoding) -> str:
    return translated(PART_NAMES[coding.part]) if coding.part in PART_NAMES else coding.name


def _list(names: Sequence[str]) -> str:
    """Names in a sentence, with "and" before the last."""
    return _("{} and {}").format(", ".join(names[:-1]), names[-1]) if len(names) > 1 else "".join(names)


def _target(data: Data, column: ColumnDescription) -> list[Said]:
    """What becomes of a target."""
    outputs = data.train.Y.shape[1]
    if data.class_names:
        low = "-1" if data.output == "tanh" else "0"
        if len(data.description.target) > 1:
            return [Said(_("1 where the row is of this class, else {}").format(low))]
        if outputs == 1:
            return [Said(_two(data.class_names, low))]
        return [Said(_("{} classes: one output each, 1 or {}").format(len(data.class_names), low))]
    place = data.target_names.index(column.name) if column.name in data.target_names else 0
    if data.target_scaling is None:
        return [Said(_("as it is"))]
    return _standardized(Said(column.name, "name"), NumberScale.of(data.target_scaling, place))


def _standardized(name: Said, scale: NumberScale) -> list[Said]:
    mean, deviation = scale.source_mean, scale.source_deviation
    less = f" - {behind_minus(number_brief_beside(mean, deviation))}) / {number_brief_beside(deviation, deviation)}"
    return said("({name}{less}", name=name, less=less)


def _sentence(parts: Sequence[list[Said]]) -> list[Said]:
    """The parts, each behind the one before, the last with "then" where something comes before."""
    first, last = parts
    return [*first, *([Said(_("; then ") if last[0].text.startswith("(") else "; ")] if first else []), *last]
