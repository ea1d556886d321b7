"""A trace as a LaTeX document: the equations with their numbers, their matrices, and one value derived."""

import re
from pathlib import Path

import pytest
from stepping_cases import experiment

from core.derivation.line_by_line.lines_text import sentence_latex
from core.derivation.trace_latex import trace_document
from core.experiment.experiment import Experiment
from core.stepping.stepper import Execution, Stepper
from core.training.trainer import Trainer

BY_HAND = Path(__file__).parents[3] / "datasets" / "exercises" / "by-hand.toml"


def batches(of: Experiment, count: int = 1) -> list[tuple[Execution, ...]]:
    stepper, found = Stepper(Trainer(of)), []
    for _ in range(count):
        stepper.finish_batch()
        found.append(stepper.executions)
    return found


def check_document(text: str) -> None:
    """Environments are closed, braces are balanced, and no character is one that pdflatex's fonts lack."""
    for name in ("document", "align*", "pmatrix"):
        assert text.count(rf"\begin{{{name}}}") == text.count(rf"\end{{{name}}}") > 0
    bare = text.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"[^\x00-\xff]", text)
    assert "&= \\\\" not in text


def test_by_hand_has_its_equations_matrices_and_a_derivation() -> None:
    text = trace_document("by hand", batches(Experiment.load(BY_HAND)))
    check_document(text)
    tags = re.findall(r"\\tag\{(\d+)\}", text)
    assert tags[:7] == ["15", "14", "16", "19", "18", "17", "19"]
    assert tags[7:] == ["3", "7", "8", "9", "10", "11", "12", "18", "13", "15", "2", "19"]
    assert r"\begin{pmatrix} -0.6203 \\ -0.2640 \\ -0.4535 \end{pmatrix}" in text
    assert r"Y &= \begin{pmatrix} 1 \end{pmatrix}" in text
    assert r"\Theta^{(1)} &\leftarrow \Theta^{(1)} - \alpha \nabla^{(1)}" in text
    assert "Z^{(3)} &=" not in text, "it is computed, not given"
    assert text.count(r"\section*") == 2


@pytest.mark.parametrize("pair", [("softmax", "cross_entropy"), ("tanh", "squared_error")], ids="-".join)
def test_any_network_and_name(pair: tuple[str, str]) -> None:
    """Adam, dropout, clipping and a penalty; the name is anyone's."""
    of = experiment((9, 10, 3, 2), ["relu", "sigmoid"], pair, optimizer="adam", dropout=0.3, clip_norm=0.05, l1=0.1)
    text = trace_document("50 % of $x_1$ Ж", batches(of, 2))
    check_document(text)
    assert r"50 \% of \$x\_1\$ [U+0416]" in text
    assert r"\cdots" in text
    assert text.count(r"\section*") == 3


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("∂z_k/∂θ_jk is a_j.", r"$\partial z_{k}$/$\partial \theta_{jk}$ is $a_{j}$."),
        ("a_k (1 − a_k) cancels", r"$a_{k}$ (1 $-$ $a_{k}$) cancels"),
        ("θ_ij^(L-2)", r"$\theta _{ij}^{(L-2)}$"),
        ("(data.class_weight)", r"(data.class\_weight)"),
        ("s_(l+1) × s_l", r"$s_{(l+1)}$ $\times$ $s_{l}$"),
    ],
)
def test_letters_in_sentences_are_set_as_in_formulas(text: str, latex: str) -> None:
    assert sentence_latex(text).replace(" _", "_") == latex.replace(" _", "_")
