"""What `mlp-tui describe` says of data: from their file, else from the examples."""

from dataclasses import replace

import numpy as np

from core.calls import Array

from .dataset import Data
from .description import ColumnDescription, Description


def description_of(data: Data) -> Description:
    """The description that came with the data; for built-in data one of their examples, with the inputs as numbers."""
    found = data.description
    if found is None or not found.columns:  # built-in data have at most notes on their split
        found = replace(_of_examples(data), notes=notes_on(data))
    return found if found.inputs else replace(found, inputs=data.train.inputs.shape[1])


def notes_on(data: Data) -> tuple[str, ...]:
    """The notes that came with the data; of built-in data those on their split."""
    return data.description.notes if data.description else ()


def split_sizes(data: Data) -> dict[str, int]:
    """The rows of each split, by its name; only those that there are."""
    splits = {"training": data.train, "validation": data.validation, "test": data.test}
    return {name: split.m for name, split in splits.items() if split is not None}


def _of_examples(data: Data) -> Description:
    splits = [split for split in (data.train, data.validation, data.test) if split is not None]
    inputs, outputs = (np.concatenate(parts) for parts in zip(*((s.inputs, s.Y) for s in splits), strict=True))
    columns = [
        ColumnDescription(name, "number", "input", distinct=_distinct(inputs[:, place]))
        for place, name in enumerate(data.input_names)
    ]
    classes: dict[str, int] = {}
    if data.class_names:
        labels = outputs.argmax(1) if outputs.shape[1] > 1 else (outputs[:, 0] > 0.5).astype(int)
        counts = np.bincount(labels, minlength=len(data.class_names))
        classes = dict(zip(data.class_names, counts.tolist(), strict=True))
    columns += [
        ColumnDescription(name, "number", "target", distinct=_distinct(outputs[:, place]))
        for place, name in enumerate(data.target_names)
    ]
    return Description(data.rows, data.target_names, data.task, tuple(columns), classes, inputs.shape[1])


def _distinct(values: Array) -> int:
    return len(np.unique(values))
