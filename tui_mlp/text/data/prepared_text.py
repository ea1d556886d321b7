"""How one number that a network gets came about, in words."""

from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.prepared_number import NumberScale, PreparedNumber
from core.data.source_rows.prepared_target import PreparedTarget
from core.support.i18n import _, ngettext
from tui_mlp.text.numbers import data_number, plain_number, three_digits
from tui_mlp.text.raw_values import raw_text

from .column_numbers import behind_minus, fixed, number_beside
from .said import Said, said

FEATURE_TEXTS = {
    "x1": "{x1}", "x2": "{x2}", "x1^2": "{x1}^2", "x2^2": "{x2}^2", "x1*x2": "{x1} * {x2}",
    "sin(x1)": "sin({x1})", "sin(x2)": "sin({x2})", "sin(pi*x1)": "sin(pi * {x1})", "sin(pi*x2)": "sin(pi * {x2})",
}  # fmt: skip
"""The features with their numbers put in."""

ROUNDED_AWAY = 1e-9
"""A standardised number that is smaller is a difference of equal numbers but for their last digits."""


def number_parts(number: PreparedNumber, missing: str, where: str = "", cell: str | None = None) -> list[Said]:
    """How an input of a row came about: "age, line 240: missing → 28.5930, the mean of the training rows; (28.5930 …".

    `missing` is data.missing, `where` the place of the row, such as "line 240", and `cell` the cell as it stands
    in the source: a date tells more than its month.
    """
    return [*_head(_name(number), where), *_steps(number, missing, cell)]


def number_brief(number: PreparedNumber, cell: str | None = None) -> list[Said]:
    """The same for narrow places, without a name: "missing → 28.6; (28.6 - 28.6) / 13.2 = 0", "male → 1"."""
    result = Said(_result(number, brief=True), "result")
    if number.way == "feature":
        return _feature(number, brief=True)
    own = _own_cell(number, cell)
    if number.way != "number" or number.scale is None or number.constant:
        return said("{own} → {value}", own=own, value=result)
    shown = data_number(number.coded)
    filled = said("{own} → {shown}; ", own=own, shown=shown) if number.is_missing else []
    return [*filled, Said(f"({shown}{_less_mean(number.scale, brief=True)}"), Said(" = "), result]


def target_parts(
    target: PreparedTarget, column: str = "", class_names: tuple[str, ...] = (), where: str = ""
) -> list[Said]:
    """How a target of a row came about: "rescued = yes, line 240: 1", "rescued = yes: 0, it is no".

    `column` is the target's column, empty where it has the target's own name; `class_names` are those of the data.
    """
    head = _head(f"{column} = {target.name}" if target.is_class and column else target.name, where)
    if not target.is_class and target.scale is None:
        return [*head, *said(_("{value}, as it is"), value=Said(data_number(target.value), "result"))]
    if target.is_class:
        at = int(target.raw)
        own, value = class_names[at] if at < len(class_names) else str(at), Said(f"{target.value:g}", "result")
        return (
            [*head, value] if at == target.wanted else [*head, *said(_("{value}, it is {own}"), value=value, own=own)]
        )
    shown = _number_of(target.raw, target.scale)
    result = Said(plain_number(target.value), "result")
    return [*head, Said(f"({shown}{_less_mean(target.scale)}"), Said(" = "), result] if target.scale else head


def fill_words(coding: ColumnCoding, missing: str) -> str:
    """What stands in for a missing cell of a column of numbers: "the mean of the training rows"; by data.missing."""
    way = missing.removesuffix("+flag")
    if way == "zero":
        return _("as data.missing is zero")
    if coding.kind == "boolean":
        return _("the commoner one in the training rows")
    return _("the median of the training rows") if way == "median" else _("the mean of the training rows")


def _head(name: str, where: str) -> list[Said]:
    return said("{name}, {where}: " if where else "{name}: ", name=Said(name, "name"), where=where)


def _name(number: PreparedNumber) -> str:
    """The name of the input; of one of 0 and 1 for a category its column and category."""
    coding = number.coding
    if coding is None:
        return number.name
    if number.way == "level":
        return f"{number.column} = {coding.levels[number.level]}"
    if number.way == "other":
        count = len(coding.pooled)
        text = ngettext("{} = other ({} rare category)", "{} = other ({} rare categories)", count)
        return text.format(number.column, count)
    return number.name


def _steps(number: PreparedNumber, missing: str, cell: str | None) -> list[Said]:
    """All steps from the cell to the number, each behind the one before."""
    if number.way == "feature":
        return _feature(number)
    coding, result = number.coding, Said(_result(number), "result")
    assert coding is not None, "all but features are inputs of a column"
    own = _own_cell(number, cell)
    if number.way != "number":
        return _mark(number, own, result)
    parts: list[Said] = []
    if number.is_missing:
        parts = _filled(number, coding, own, missing)
    elif coding.kind == "date":
        parts = said("{cell} → {own}" if cell else "{own}", cell=cell or "", own=own)
        parts += said(" → {code}", code=f"{number.raw:.0f}") if coding.part == "day of week" else []
    elif coding.kind in ("boolean", "ordered"):
        parts = said("{own} → {code}", own=own, code=f"{number.raw:.0f}")
    if number.constant:
        return [*parts, *([Said("; ")] if parts else []), *_constant(result)]
    if number.scale is not None:
        return [*parts, *([Said("; ")] if parts else []), *_scaled(number, number.scale)]
    if not parts:
        return said(_("{value}, as it is"), value=result)
    *before, last = parts
    return [*before, last._replace(role="result")] if last.text == result.text else parts


def _filled(number: PreparedNumber, coding: ColumnCoding, own: Said, missing: str) -> list[Said]:
    """What stands in for a missing cell; of booleans the word, and its number."""
    if coding.kind != "boolean":
        fill = _filled_in(number, number.scale)
        return said("{own} → {fill}, {rule}", own=own, fill=fill, rule=fill_words(coding, missing))
    fill, code = _cell(number, number.filled), f"{number.filled:.0f}"
    return said(
        "{own} → {fill}, {rule}; {fill} → {code}", own=own, fill=fill, rule=fill_words(coding, missing), code=code
    )


def _mark(number: PreparedNumber, own: Said, result: Said) -> list[Said]:
    """An input of 0 or 1, and the cell where the name of the input doesn't say it."""
    if number.way in ("flag", "missing level") or (number.way == "level" and number.value):
        return [result]
    if number.is_unknown:
        return said(_("{value}, it is {own}, which no training row is"), value=result, own=own)
    return said(_("{value}, it is {own}"), value=result, own=own)


def _constant(result: Said) -> list[Said]:
    return said(_("{value}, as all training rows have one value"), value=result)


def _feature(number: PreparedNumber, brief: bool = False) -> list[Said]:
    """A feature with the numbers put in: "sin(pi * 0.4120) = 0.9620"."""
    text, result = FEATURE_TEXTS[number.name], Said(_result(number, brief), "result")
    x1, x2 = (fixed(part.coded, 3 if brief else 4) for part in number.parts)
    if text.endswith("^2"):
        x1, x2 = behind_minus(x1), behind_minus(x2)
    made = text.format(x1=x1, x2=x2)
    if number.constant:
        return _constant(result)
    if number.scale is None:
        return [result] if text in ("{x1}", "{x2}") else said("{made} = {value}", made=made, value=result)
    scaled = _scaled(number, number.scale, brief)
    if text in ("{x1}", "{x2}"):
        return scaled
    return [Said(f"{made} = {fixed(number.coded, 3 if brief else 4)}; "), *scaled]


def _scaled(number: PreparedNumber, scale: NumberScale, brief: bool = False) -> list[Said]:
    """(value - mean) / deviation = result."""
    value = number.coded
    shown = (
        data_number(value) if brief else _filled_in(number, scale) if number.is_missing else _number_of(value, scale)
    )
    return [Said(f"({shown}{_less_mean(scale, brief)}"), Said(" = "), Said(_result(number, brief), "result")]


def _less_mean(scale: NumberScale, brief: bool = False) -> str:
    """What stands behind the value: " - 28.5930) / 13.1834"."""
    mean, deviation = scale.source_mean, scale.source_deviation
    if brief:
        return f" - {behind_minus(data_number(mean))}) / {data_number(deviation)}"
    return f" - {behind_minus(number_beside(mean, deviation))}) / {number_beside(deviation, deviation)}"


def _number_of(value: float, scale: NumberScale | None) -> str:
    """A number in the unit of the source: as short as it is there, else with the digits that its column needs."""
    short = data_number(value)
    if scale is None or float(short.replace(",", "")) == value:
        return short
    return number_beside(value, scale.source_deviation)


def _filled_in(number: PreparedNumber, scale: NumberScale | None) -> str:
    """What stands in for a missing number: with as many digits as the mean beside it, which it may be."""
    value = number.filled
    if scale is None or value == round(value):
        return data_number(value)
    return number_beside(value, scale.source_deviation)


def _result(number: PreparedNumber, brief: bool = False) -> str:
    """The number that the network gets; one that isn't standardised as it is."""
    value = number.value
    if number.scale is None or number.constant:
        made = number.way == "feature" and not brief and value != round(value)
        return plain_number(value) if made else data_number(value)
    if abs(value) < ROUNDED_AWAY:
        value = 0.0
    return three_digits(value) if brief else plain_number(value)


def _own_cell(number: PreparedNumber, cell: str | None) -> Said:
    """The cell; of a category that no training row has as it stands in the source."""
    if number.is_unknown and cell:
        return Said(cell)
    return Said(_("missing"), "missing") if number.is_missing else Said(_cell(number, number.raw))


def _cell(number: PreparedNumber, value: float) -> str:
    """A cell of the column as a person reads it."""
    coding = number.coding
    assert coding is not None, "a cell stands in a column"
    if coding.kind == "category" and value < len(coding.levels):
        return coding.levels[int(value)]  # also of a rare one, which `raw_text` calls other
    if coding.kind == "number" or value != round(value):
        return _number_of(value, number.scale)
    return raw_text(coding, value)
