"""How one number that a network gets came about, in words."""

from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.prepared_number import NumberScale, PreparedNumber
from core.data.source_rows.prepared_target import PreparedTarget
from core.support.i18n import _, ngettext

from .column_numbers import behind_minus, fixed, number_beside
from .numbers import data_number, plain_number
from .raw_values import raw_text
from .said import Said, said


def number_parts(number: PreparedNumber, missing: str, where: str = "", cell: str | None = None) -> list[Said]:
    """How an input of a row came about, such as "age, line 240: missing → 28.6, the mean of the training rows; (…".

    `missing` is data.missing, `where` the place of the row, such as "line 240", and `cell` the cell as it stands in the
    source, where that says more than the number, as of a date.
    """
    name = Said(number.column or number.name, "name")
    head = said(_("{name}, {where}: "), name=name, where=where) if where else said("{name}: ", name=name)
    return [*head, *_steps(number, missing, cell)]


def number_brief(number: PreparedNumber) -> list[Said]:
    """The same for narrow places: "(missing → 28.6 - 28.6) / 13.2 = 0.00"."""
    if number.way == "number" and number.scale is not None and not number.constant:
        return [*_scaled(number, number.scale, brief=True)]
    if number.way == "feature":
        return _feature(number, brief=True)
    shown = Said(_("missing"), "missing") if number.is_missing else Said(_cell(number))
    return said("{cell} → {value}", cell=shown, value=Said(_result(number.value, True), "result"))


def target_parts(target: PreparedTarget, column: str, class_names: tuple[str, ...] = (), where: str = "") -> list[Said]:
    """How a target of a row came about, such as "rescued = yes: 1"; `column` is the target's column."""
    name = Said(column or target.name, "name")
    head = said(_("{name}, {where}: "), name=name, where=where) if where else said("{name}: ", name=name)
    result = Said(_result(target.value), "result")
    if target.is_class:
        at = int(target.raw)
        own = class_names[at] if at < len(class_names) else str(at)
        if target.raw == target.wanted:
            return [*head, *said("{own} → {value}", own=own, value=result)]
        text = _("{own} → {value}, as it isn't {wanted}")
        return [*head, *said(text, own=own, value=result, wanted=target.name)]
    if target.scale is None:
        return [*head, *said(_("{value}, as it is"), value=result)]
    return [*head, *_fraction(data_number(target.raw), target.raw, target.scale), Said(" = "), result]


def fill_words(coding: ColumnCoding, missing: str) -> str:
    """What stands in for a missing cell of a column of numbers: "the mean of the training rows"; by data.missing."""
    way = missing.removesuffix("+flag")
    if way == "zero":
        return _("zero")
    if coding.kind == "boolean":
        return _("the commoner one in the training rows")
    return _("the median of the training rows") if way == "median" else _("the mean of the training rows")


def _steps(number: PreparedNumber, missing: str, cell: str | None) -> list[Said]:
    """All steps from the cell to the number."""
    result = Said(_result(number.value), "result")
    if number.way == "feature":
        return _feature(number)
    own = Said(_("missing"), "missing") if number.is_missing else Said(_cell(number))
    if number.way != "number":
        return [*said("{own} → {value}", own=own, value=result), *_why(number)]
    coding = number.coding
    assert coding is not None, "a number comes from a column"
    parts: list[Said] = []
    if number.is_missing:
        fill = _cell(number, number.filled)
        parts += said(_("{own} → {fill}, {rule}"), own=own, fill=fill, rule=fill_words(coding, missing))
    elif coding.kind == "date":
        parts += said(_("{part} {own}"), part=_part(coding, cell), own=own)
    if coding.kind in ("boolean", "ordered"):
        code = f"{number.filled:g}"
        parts += said("{own} → {code}" if not parts else " → {code}", own=own, code=code)
    if number.constant:
        text = _("{value}, as all training rows have one value")
        return [*parts, *([Said("; ")] if parts else []), *said(text, value=result)]
    if number.scale is None:
        if not parts:
            return said(_("{value}, as it is"), value=result)
        return [*parts, *([] if coding.kind in ("boolean", "ordered") else said(" = {value}", value=result))]
    return [*parts, *([Said("; ")] if parts else []), *_scaled(number, number.scale)]


def _why(number: PreparedNumber) -> list[Said]:
    """Why an input of 0 or 1 is what it is, where the category doesn't say it."""
    coding = number.coding
    assert coding is not None, "an input of 0 or 1 comes from a column"
    if number.way in ("flag", "missing level"):
        return said(_(", the input that marks missing cells"))
    if number.is_unknown:
        return said(_(", as no training row has it"))
    if number.way == "other":
        rare = len(coding.pooled)
        return said(
            ngettext(", other ({count} rare category)", ", other ({count} rare categories)", rare), count=str(rare)
        )
    if number.value == 0:
        return said(_(", as it isn't {level}"), level=coding.levels[number.level])
    return []


def _feature(number: PreparedNumber, brief: bool = False) -> list[Said]:
    """A feature with the numbers put in: "sin(pi * 0.4120) = 0.9620"."""
    first, second = (fixed(part.coded, 3 if brief else 4) for part in number.parts)
    text = {
        "x1": "{x1}", "x2": "{x2}", "x1^2": "{x1}^2", "x2^2": "{x2}^2", "x1*x2": "{x1} * {x2}",
        "sin(x1)": "sin({x1})", "sin(x2)": "sin({x2})", "sin(pi*x1)": "sin(pi * {x1})", "sin(pi*x2)": "sin(pi * {x2})",
    }[number.name]  # fmt: skip
    if text.endswith("^2"):
        first, second = (behind_minus(one) for one in (first, second))
    made, result = text.format(x1=first, x2=second), Said(_result(number.value, brief), "result")
    if number.constant:
        return said(_("{value}, as all training rows have one value"), value=result)
    if number.scale is None:
        return said("{made} = {value}", made=made, value=result)
    if text not in ("{x1}", "{x2}"):
        made = f"{made} = {fixed(number.coded, 4)}"
        return [Said(made), Said("; "), *_scaled(number, number.scale, brief)]
    return _scaled(number, number.scale, brief)


def _scaled(number: PreparedNumber, scale: NumberScale, brief: bool = False) -> list[Said]:
    """(value - mean) / deviation = result."""
    value = number.coded
    result = Said(_result(number.value, brief), "result")
    if brief:
        shown = [Said(_("missing"), "missing")] if number.is_missing else [Said(data_number(value))]
        shown = shown if not number.is_missing else [*shown, Said(f" → {data_number(value)}")]
        return [Said("("), *shown, *_rest(value, scale, brief), Said(" = "), result]
    return [*_fraction(number_beside(value, scale.source_deviation), value, scale), Said(" = "), result]


def _fraction(shown: str, value: float, scale: NumberScale) -> list[Said]:
    return [Said(f"({shown}"), *_rest(value, scale)]


def _rest(value: float, scale: NumberScale, brief: bool = False) -> list[Said]:
    mean, deviation = scale.source_mean, scale.source_deviation
    if brief:
        return [Said(f" - {behind_minus(data_number(mean))}) / {data_number(deviation)}")]
    return [Said(f" - {behind_minus(number_beside(mean, deviation))}) / {number_beside(deviation, deviation)}")]


def _result(value: float, brief: bool = False) -> str:
    """The number that the network gets: 0 and 1 as they are."""
    if value in (0, 1, -1) and not brief:
        return f"{value:.0f}" if value else "0"
    if value in (0, 1, -1):
        return f"{value:.0f}" if value else "0"
    if brief:
        return data_number(float(f"{value:.3g}"))
    return plain_number(value)


def _cell(number: PreparedNumber, value: float | None = None) -> str:
    """The cell as a person reads it."""
    coding = number.coding
    assert coding is not None, "a cell stands in a column"
    value = number.raw if value is None else value
    if coding.kind == "number":
        return number_beside(value, number.scale.source_deviation) if number.scale else data_number(value)
    if coding.kind == "date" and value != round(value):
        return data_number(value)
    return (
        coding.levels[int(value)]
        if coding.kind == "category" and value < len(coding.levels)
        else raw_text(coding, value)
    )


def _part(coding: ColumnCoding, cell: str | None) -> str:
    """The part of a date, and the date where it is known."""
    parts = {"year": _("year"), "month": _("month"), "day of week": _("day of the week"), "hour": _("hour")}
    part = parts.get(coding.part, coding.part)
    return _("{}, {}").format(cell, part) if cell else part
