"""Documents in LaTeX: text of any origin can't break them, and large matrices are shortened."""

import numpy as np
import pytest

from core.derivation.latex_document import document, escaped_text, matrix, section


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% of #1 & x_1 {a} $", r"50\% of \#1 \& x\_1 \{a\} \$"),
        (r"C:\new~^", r"C:\textbackslash{}new\textasciitilde{}\textasciicircum{}"),
        ("Núñez ¿qué?", "Núñez ¿qué?"),
        ("Nu\u0301n\u0303ez", "Núñez"),  # composed: its fonts have no accents of their own
        ("Ħāẽ ě", "[U+0126]ae ě"),
        ("Жук", "[U+0416][U+0443][U+043A]"),
        ("a\tb\nc\x1b[0m", "a b c[0m"),
        ("∇(1) − ∂", r"$\nabla$(1) $-$ $\partial$"),
    ],
)
def test_text_of_any_origin_is_escaped(text: str, latex: str) -> None:
    assert escaped_text(text) == latex


def test_a_matrix_has_four_decimals_or_a_power_of_ten_in_front() -> None:
    assert matrix(np.array([[1.0, -0.25], [0, 2]])) == (
        r"\begin{pmatrix} 1.0000 & -0.2500 \\ 0.0000 & 2.0000 \end{pmatrix}"
    )
    assert matrix(np.array([[2e-6, -1e-7]])) == r"10^{-6} \cdot \begin{pmatrix} 2.0000 & -0.1000 \end{pmatrix}"
    assert matrix(np.array([[np.nan, -np.inf]])) == r"\begin{pmatrix} \operatorname{nan} & -\infty \end{pmatrix}"
    assert "0.0000" in matrix(np.array([[5e-324]])), "10^-324 is 0"


def test_a_large_matrix_is_shortened_by_dots() -> None:
    shown = matrix(np.arange(100.0).reshape(10, 10), (3, 4), figure=lambda value: f"{value:g}")
    assert shown == (
        r"\begin{pmatrix} 0 & 1 & \cdots & 9 \\ \vdots & \vdots & \ddots & \vdots \\ "
        r"90 & 91 & \cdots & 99 \end{pmatrix}"
    )


def test_a_document_has_its_title_and_its_body() -> None:
    made = document("100 % of x_1", section("Θ & Δ"))
    assert r"100 \% of x\_1" in made
    assert r"\section*{$\Theta$ \& $\Delta$}" in made
    assert made.startswith(r"\documentclass")
    assert made.endswith("\\end{document}\n")
