"""The facts of a model as its Python file states them, and what holds of it."""

from collections.abc import Iterator

import numpy as np

from core.calls import Array
from core.data.preparing.column_coding import SCALED, ColumnCoding
from core.data.preparing.preparation import Preparation
from core.data.preparing.preprocessing import Scaling
from core.model.model import Model

from .python_literals import array_text, list_text, value_text

LARGEST_POWER = 900
"""Columns whose unit is a larger power of two are divided by it first, as the numbers might overflow otherwise."""


def conditions_of(model: Model) -> set[str]:
    """What holds of a model: by these names, lines of the parts are taken or left out."""
    codings, meaning, preparation = model.preparation.codings, model.meaning, model.preparation
    kinds, outputs = {coding.kind for coding in codings}, model.network.parameters.sizes[-1]
    classes = meaning.task == "classification"
    exclusive = classes and not meaning.several_labels
    plain = kinds == {"number"} and not any(coding.flag for coding in codings)
    holds = {
        "plain": plain,
        "coded": not plain,
        "filled": plain and any(coding.fill is not None for coding in codings),
        "gaps": bool(model.preparation.unfilled),
        "categories": "category" in kinds,
        "pooled": any(coding.pooled for coding in codings),
        "flags": any(coding.flag for coding in codings),
        "dates": "date" in kinds,
        "levels": bool(kinds & {"category", "boolean", "ordered"}),
        "booleans": "boolean" in kinds,
        "known_levels": bool(kinds & {"boolean", "ordered"}),
        "features": preparation.features is not None,
        "constant": preparation.scaling is not None and bool(preparation.constant),
        "numbers": kinds == {"number"},
        "texts": kinds != {"number"},
        "classes": classes,
        "exclusive": exclusive,
        "one_output": exclusive and outputs == 1,
        "several_outputs": exclusive and outputs > 1,
        "labels": meaning.several_labels,
        "tanh_classes": classes and meaning.threshold == 0,
        "regression": not classes,
        **_scaling_conditions(scaling_of_all(preparation), ""),
        **_scaling_conditions(preparation.target_scaling, "target_"),
    }
    return {name for name, held in holds.items() if held}


def facts_of(model: Model) -> dict[str, str]:
    """The text of each value that stands in the file instead of the example's."""
    network, preparation = model.network, model.preparation
    sizes, dtype = network.parameters.sizes, network.parameters.dtype
    functions = enumerate([*network.parameters.activations, network.output], 2)
    thetas = "".join(f"    {l}: {_indented(array_text(theta))},\n" for l, theta in enumerate(network.thetas, 1))
    return {
        "NAME": value_text(model.name),
        "EPOCHS": str(model.epoch),
        "TARGET": list_text(model.target),
        "OUTPUTS": list_text(model.meaning.names),
        "COLUMNS": list_text(columns_of(model)),
        "CODING": list_text([_coding_fact(coding) for coding in preparation.codings]),
        "UNFILLED": list_text(model.preparation.unfilled),
        "FILL": array_text(preparation.fills),
        "USED_FEATURES": list_text(preparation.features or ()),
        "CONSTANT": list_text(preparation.constant),
        "DTYPE": value_text(dtype.name),
        "THETA": f"{{\n{thetas}}}",
        "L": str(len(sizes)),
        "G": "{" + ", ".join(f"{l}: {name}" for l, name in functions) + "}",
        "WIDEST": str(max(sizes[1:])),
        **dict(_scaling_facts(scaling_of_all(preparation), "")),
        **dict(_scaling_facts(preparation.target_scaling, "TARGET_")),
    }


def columns_of(model: Model) -> tuple[str, ...]:
    """The columns of a file that the model reads, in order; the parts of a date come from one column."""
    return tuple(dict.fromkeys(coding.source or coding.name for coding in model.preparation.codings))


def scaling_of_all(preparation: Preparation) -> Scaling | None:
    """The scaling of the inputs, which leaves those of 0 and 1 as they are."""
    scaling = preparation.scaling
    if scaling is None or preparation.features is not None:
        return scaling
    is_scaled = np.array(
        [coding.kind in SCALED and place == 0 for coding in preparation.codings for place in range(coding.width)]
    )
    neutral = ((scaling.exponent, 0), (scaling.mean, 0), (scaling.rest, 0), (scaling.deviation, 1))
    return Scaling(*(np.where(is_scaled, values, value) for values, value in neutral))


def _coding_fact(coding: ColumnCoding) -> dict[str, object]:
    fact: dict[str, object] = {"source": coding.source or coding.name}
    if coding.kind != "number":
        fact["kind"] = coding.kind
    for key in ("part", "date_format", "levels", "fill", "flag", "own", "pooled", "missing_level"):
        value = getattr(coding, key)
        if value or (key == "fill" and value is not None):
            fact[key] = value
    return fact


def _scaling_conditions(scaling: Scaling | None, prefix: str) -> dict[str, bool]:
    if scaling is None:
        return {}
    return {
        f"{prefix}scaled": not scaling.rest.any(),
        f"{prefix}scaled_with_rest": bool(scaling.rest.any()),
        f"{prefix}exponent": not _in_own_unit(scaling),
    }


def _scaling_facts(scaling: Scaling | None, prefix: str) -> Iterator[tuple[str, str]]:
    if scaling is None:
        return
    power: Array = scaling.exponent if _in_own_unit(scaling) else np.zeros_like(scaling.exponent)
    yield f"{prefix}EXPONENT", array_text(scaling.exponent)
    for name, values in (("MEAN", scaling.mean), ("REST", scaling.rest), ("DEVIATION", scaling.deviation)):
        yield prefix + name, array_text(np.ldexp(values.astype(float), power))


def _in_own_unit(scaling: Scaling) -> bool:
    """Whether means and deviations can be written in the unit of their columns, without a digit that changes."""
    return bool((np.abs(scaling.exponent) <= LARGEST_POWER).all())


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")
