"""Digests of what a session begins with: its exercise, first weights and examples."""

from hashlib import sha256

import numpy as np

from core.calls import Array
from core.exercises.session import ExerciseSession
from core.runs.environment import data_sha256

FIGURES = 8
"""Significant figures of the examples that count: standardised ones differ in the last bits from machine to machine."""


def start_digests(session: ExerciseSession, content: bytes) -> dict[str, str]:
    """The digests of a journal's first line, by their names there; `content` is that of the exercise's file."""
    first = session.steps[0].context
    weights = dict[str, Array]()
    examples = list[Array]()
    for step in session.steps:
        for operand in (step.writes, *step.reads):
            if operand.symbol in ("A(1)", "Y"):
                examples.append(rounded(operand.value))
        if step.context is first:
            for operand in step.reads:
                if operand.symbol.startswith("Θ("):
                    weights.setdefault(operand.symbol, np.asarray(operand.value, "<f8"))
    return {
        "exercise_sha256": sha256(content).hexdigest(),
        "weights_sha256": data_sha256(*weights.values()),
        "data_sha256": data_sha256(*examples),
    }


def rounded(values: Array) -> Array:
    """Numbers as text with FIGURES significant figures, in bytes."""
    return np.array([f"{value:.{FIGURES}g}" for value in np.asarray(values, float).ravel().tolist()], "S24")
