"""Mini-batches as a LaTeX document: equations, matrices, one value line by line."""

from collections.abc import Iterable, Sequence

import numpy as np

from core.notation import latex as tex
from core.stepping.stepper import Execution
from core.support.i18n import _

from .latex_document import document, escaped_text, matrix, section
from .line_by_line.derive_lines import derive_line_by_line
from .line_by_line.lines_text import heading_of, line_by_line_latex
from .text import ARROW, figure_notation, relation_sign, tag

RENEWING_LINES = (5, 7, 12)
"""The lecture's lines with an arrow."""


def trace_document(name: str, batches: Iterable[Sequence[Execution]]) -> str:
    """The document of these mini-batches' equations; after the first, a value of ∇ derived line by line."""
    body: list[str] = []
    for executions in batches:
        derived = [] if body else derivation_of_largest(executions)
        context = executions[0].context
        body += [section(_("epoch {}, batch {}").format(context.epoch, context.batch)), given_latex(executions)]
        body += [equation_latex(one) for one in executions if not one.equation.omitted_from_trace]
        body += derived
    return document(name, "\n\n".join(body))


def given_latex(executions: Sequence[Execution]) -> str:
    """The matrices that the mini-batch begins with: Y, the weights of examples, and each Θ."""
    computed = [one for one in executions if one.equation.line != 12]
    written = {operand.symbol for one in computed for operand in (one.writes, *one.intermediates)}
    given = {
        operand.symbol: operand
        for one in executions
        if one.equation.kind in ("activation", "loss")
        for operand in one.reads
        if operand.symbol not in written
    }
    rows = [f"  {tex(symbol)} &= {matrix(given[symbol].value)}" for symbol in sorted(given)]
    wanted = escaped_text(_("What it begins with: the wanted outputs Y and the weights Θ."))
    return "\n".join([wanted, r"\begin{align*}", " \\\\\n".join(rows), r"\end{align*}"])


def equation_latex(execution: Execution) -> str:
    """An equation with its number, and the matrix that it wrote."""
    equation, value = execution.equation, execution.writes.value
    arrow = tex(ARROW if equation.line in RENEWING_LINES else relation_sign(execution))
    line = "" if equation.line is None else escaped_text(_("line {}").format(equation.line))
    size = rf"{line}\hfill ${value.shape[0]} \times {value.shape[1]}$"
    numbers = tex(figure_notation(value.item())) if execution.writes.rows.kind == "none" else matrix(value)
    rows = [f"  {tex(equation.symbol)} &{arrow} {tex(equation.text)}{tag(equation.number)}", f"  &= {numbers}"]
    return "\n".join([size, r"\begin{align*}", " \\\\*\n".join(rows), r"\end{align*}"])


def derivation_of_largest(executions: Sequence[Execution]) -> list[str]:
    """The largest value of ∇(1) that isn't a bias's, derived for the example with the largest part of it."""
    execution = next(one for one in executions if one.equation.kind == "gradient" and one.equation.symbol == "∇(1)")
    sizes = np.nan_to_num(np.abs(execution.writes.value[1:]))
    row, column = map(int, np.unravel_index(sizes.argmax(), sizes.shape))
    A, delta = execution.known["A(1)"].value[:, row + 1], execution.known["Δ(2)"].value[:, column]
    example = int(np.nan_to_num(np.abs(A * delta)).argmax())
    derivation = derive_line_by_line(executions, execution.index, row + 1, column, example)
    assert derivation
    heading = heading_of(derivation, execution.context.example_text(example))
    return [section(heading), line_by_line_latex(derivation)]
