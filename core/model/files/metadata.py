"""What files of weights say of their model: its record, and the same as plain JSON."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.data.preparing.preprocessing import Scaling
from core.support.strict_json import valid_text

from ..model import Model
from ..model_record import record_of, to_json

RECORD = "model"
"""The entry that restores the model with the same bits. All others are there for people and other programs."""
PROGRAM = "mlp-tui"


def plain_metadata(model: Model) -> dict[str, str]:
    """All that is needed to use the weights Θ(1), Θ(2), … elsewhere, by name, each value as JSON.

    `columns` are the raw inputs in their order, with `flag` where a missing cell has a second input, 1; `fill_values`
    are the numbers for missing cells, `levels` the texts for 0, 1, … of booleans and categories. `inputs` are what the
    network takes, (x − mean) / scale of each, with `means` and `scales` in their order: 0 and 1 where it isn't
    standardised. A category has an input of 0 or 1 for each of its levels in `own`, one for all in `pooled` together,
    and one for missing cells with `missing_level`. `constant` are inputs that had a single value in training, and are 0
    in all rows. For a regression the outputs times `target_scales` plus `target_means` are in the targets' own units.
    """
    record = record_of(model)
    plain = {
        "activations": record.activations,
        "output": record.output,
        "loss": record.loss,
        "task": record.task,
        "sizes": record.sizes,
        "dtype": record.dtype,
        "epoch": record.epoch,
        "name": record.name,
        **_inputs(model.preparation),
        **_outputs(model),
        "program": PROGRAM,
    }
    texts = {key: valid_text(json.dumps(value, ensure_ascii=False, allow_nan=False)) for key, value in plain.items()}
    return texts | {RECORD: to_json(model).decode()}


def _inputs(preparation: Preparation) -> Mapping[str, Any]:
    """The columns, how each is coded, and how the inputs are standardised."""
    codings = preparation.codings
    means, scales = plain_scaling(preparation.scaling, preparation.width)
    categories = {
        coding.name: {
            "own": [coding.levels[level] for level in coding.own],
            "pooled": [coding.levels[level] for level in coding.pooled],
            "missing_level": coding.missing_level,
        }
        for coding in codings
        if not coding.one_number
    }
    return {
        "columns": list(map(_column, codings)),
        "inputs": list(preparation.input_names),
        "features": preparation.features,
        "categories": categories,
        "levels": {coding.name: coding.levels for coding in codings if coding.levels},
        "fill_values": {coding.name: coding.fill for coding in codings if coding.one_number},
        "means": means,
        "scales": scales,
        "constant": [preparation.input_names[place] for place in preparation.constant],
    }


def _column(coding: ColumnCoding) -> Mapping[str, Any]:
    """A raw input; of a part of a date also the column that it comes from, how that is written, and counted."""
    plain = {"name": coding.name, "kind": coding.kind, "flag": coding.flag}
    if not coding.part:
        return plain
    of_date = plain | {"source": coding.source, "part": coding.part, "date_format": coding.date_format}
    return of_date | {"monday": 1} if coding.part == "day of week" else of_date


def _outputs(model: Model) -> Mapping[str, Any]:
    """What the outputs stand for."""
    meaning = model.meaning
    classes, outputs = meaning.task == "classification", model.network.parameters.sizes[-1]
    means, scales = plain_scaling(None if classes else model.preparation.target_scaling, outputs)
    return {
        "target": list(model.target),
        "target_names": [] if classes else list(meaning.names),
        "target_means": means,
        "target_scales": scales,
        "class_names": list(meaning.names) if classes else [],
        "threshold": meaning.threshold,
        "several_labels": meaning.several_labels,
    }


def plain_scaling(scaling: Scaling | None, width: int) -> tuple[list[float], list[float]]:
    """Mean and deviation of each of `width` columns in its own unit: 0 and 1 where nothing is standardised.

    Rounded to float64, so that the last bits of what is computed with them may differ; the record has all digits. One
    beyond float64 is its largest number.
    """
    if scaling is None:
        return [0.0] * width, [1.0] * width
    mean, rest, deviation = (numbers.astype(float) for numbers in (scaling.mean, scaling.rest, scaling.deviation))
    return _in_own_unit(mean + rest, scaling.exponent), _in_own_unit(deviation, scaling.exponent)


def _in_own_unit(numbers: Array, exponent: Array) -> list[float]:
    with np.errstate(all="ignore"):
        made: list[float] = np.nan_to_num(np.ldexp(numbers, exponent)).tolist()
    return made
