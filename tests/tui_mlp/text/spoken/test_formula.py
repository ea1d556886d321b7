"""Formulas in words: no symbol that a voice leaves out stays in them."""

import re
from typing import Any

import pytest
from executions import walked

from core.derivation.derivation import derive
from core.derivation.line_by_line.derive_lines import derive_line_by_line
from tui_mlp.text.spoken.formula import spoken_formula, spoken_text

READ_WELL = re.compile(r"[\w .,':;-]*", re.ASCII)
"""What every voice reads, or pauses at."""


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("Δ(3) = Y − A(3)", "Delta 3 equals Y minus A 3"),
        ("∇(2) ← −(1/m) (A(2))ᵀ Δ(3)", "nabla 2 becomes minus one over m times the transpose of A 2 times Delta 3"),
        (
            "Δ(3) (Θ(2)[1:,:])ᵀ ∘ g'(Z(2))",
            "Delta 3 times the transpose of Theta 2 without its bias row times, elementwise, the slope g prime of Z 2",
        ),
        ("A(2)[:,1:]", "A 2 without its ones column"),
        ("(1/2m) Σ Σ (Y − A(3))²", "one over 2 m times the sum over all examples and outputs of open parenthesis Y "
         "minus A 3 close parenthesis squared"),
        ("α' mu(1) / (√nu(1) + ε')", "alpha prime times mu 1 divided by open parenthesis the square root of nu 1 plus "
         "epsilon prime close parenthesis"),
        ("∇(1) min(1, c / ‖∇‖)", "nabla 1 times the smaller of open parenthesis 1, c divided by the norm of nabla "
         "close parenthesis"),
        ("[Z(2) > 0]", "one where Z 2 is above 0, else 0"),
        ("∂J/∂θ_jk = −a_j · δ_k", "the derivative of J by small theta j k equals minus a j times small delta k"),
        ("Δ(2)[4,3]", "Delta 2 at row 4, column 3"),
        ("0.62 · (-0.2) · 1.5e-05", "0.62 times minus 0.2 times 1.5 times 10 to the power of -5"),
        ("1 − β2^t", "1 minus beta 2 to the power of t"),
    ],
)  # fmt: skip
def test_in_words(formula: str, words: str) -> None:
    assert spoken_formula(formula) == words


SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"optimizer": "adam", "l1": 0.1, "l2": 0.1, "clip_norm": 0.1, "dropout": 0.3},
    {"output": "softmax", "loss": "squared_error", "optimizer": "rmsprop", "activation": "relu"},
    {"output": "softmax", "class_weight": "balanced", "optimizer": "momentum", "activation": "leaky_relu"},
    {"output": "tanh", "loss": "squared_error", "optimizer": "nesterov", "activation": "sigmoid"},
)


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: "-".join(map(str, settings.values())))
def test_nothing_silent_is_left_of_any_equation_sum_or_derivation(settings: dict[str, Any]) -> None:
    executions = walked(**settings)
    for index, execution in enumerate(executions):
        column = int(execution.writes.columns.bias)
        derivation = derive(execution, 0, column)
        texts = [execution.equation.symbol, execution.equation.text, derivation.cell, derivation.formula]
        texts += [term.numbers(lambda value: f"{value:.3g}") for term in (*derivation.terms, derivation.closing)]
        derived = derive_line_by_line(executions, index, 0, column, 0)
        for line in derived.lines if derived else ():
            texts += [line.left, line.symbols, line.numbers(lambda value: f"{value:.3g}")]
        for text in texts:
            assert READ_WELL.fullmatch(spoken_formula(text)), (text, spoken_formula(text))


def test_in_sentences_only_symbols_become_words() -> None:
    assert spoken_text("The chain rule: θ_jk acts on J through z_k.") == (
        "The chain rule: small theta j k acts on J through z k."
    )
    assert spoken_text("a_k (1 − a_k) cancels (12).") == "a k (1 minus a k) cancels (12)."
    assert spoken_text("set network.learning_rate in file_a/b") == "set network.learning_rate in file_a/b"
