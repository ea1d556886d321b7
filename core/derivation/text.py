"""A derivation as plain Unicode text and as LaTeX."""

from core.notation import PLUS, Notation, joined, number, sum_sign
from core.notation import latex as tex
from core.stepping.stepper import Execution
from core.support.i18n import _

from .terms import Derivation, Term, shorten

ARROW = Notation("←", r"\leftarrow")
MAX_TERMS = 12
"""Terms of a sum that are shown, at most; the others are added up."""
LINE = 120
"""Characters of LaTeX after which a sum continues in the next row."""


def derivation_text(execution: Execution, derivation: Derivation, epochs: int) -> str:
    """Lines of text: the equation, then the value's formula in symbols, its terms in numbers, and the result.

    `epochs` is the number of epochs completed.
    """
    arrow = relation_sign(execution)
    lines = [
        position_text(execution, epochs),
        "",
        numbered(execution.equation.number, f"{execution.equation.symbol} {arrow} {execution.equation.text}"),
    ]
    if derivation.note:
        lines.append(
            numbered(derivation.reference, f"{derivation.cell} = {figure(derivation.value)} ({derivation.note})")
        )
        return "\n".join(lines)
    lines.append(numbered(derivation.reference, f"{derivation.cell} {arrow} {derivation.formula}"))
    if derivation.terms:
        lines += ["", *table(derivation), ""]
    lines.append(numbered("", f"{derivation.cell} {arrow} {result(derivation)}"))
    return "\n".join(lines)


def table(derivation: Derivation) -> list[str]:
    """The sum, one line a term with index, numbers and value, and a line with the total."""
    terms, letter = shorten(derivation.terms, MAX_TERMS), derivation.letter
    rows: list[tuple[str, str, str]] = [
        (f"{letter} = {term.label}" if term.parts else term.label, term.numbers(figure), figure(term.value))
        for term in terms
    ]
    rows.append((f"Σ{letter}", "", figure(derivation.total)))
    first, second, third = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = (f"{label:>{first}}   {numbers:<{second}} = {value:>{third}}" for label, numbers, value in rows)
    return [numbered("", line) for line in lines]


def derivation_latex(execution: Execution, derivation: Derivation, epochs: int) -> str:
    """The same as a LaTeX align* environment, which needs amsmath."""
    arrow, cell = tex(relation_sign(execution)), tex(derivation.cell)
    rows = [f"{tex(execution.equation.symbol)} &{arrow} {tex(execution.equation.text)}{tag(execution.equation.number)}"]
    if derivation.note:
        value, number = tex(figure_notation(derivation.value)), tag(derivation.reference)
        rows.append(rf"{cell} &= {value} \quad\text{{({derivation.note})}}{number}")
    else:
        rows.append(f"{cell} &{arrow} {tex(derivation.formula)}{tag(derivation.reference)}")
        rows += summation(derivation)
        rows.append(f"{cell} &{arrow} {tex(result(derivation))}")
    body = " \\\\\n".join(f"  {row}" for row in rows)
    return f"% {position_text(execution, epochs)}\n\\begin{{align*}}\n{body}\n\\end{{align*}}"


def summation(derivation: Derivation) -> list[str]:
    """The sum as LaTeX rows of a few terms each, and a row with the total."""
    if not derivation.terms:
        return []
    rows = [f"{tex(sum_sign(derivation.letter))}&="]
    for term in map(summand, shorten(derivation.terms, MAX_TERMS)):
        if len(rows[-1]) + len(term) > LINE:
            rows.append(r"&\quad {}")
        rows[-1] += f" {term}"
    first = rows[0].replace("&= + ", "&= ").replace("&= - ", "&= -")
    return [first, *rows[1:], f"&= {tex(figure_notation(derivation.total))}"]


def summand(term: Term) -> str:
    """A term with its sign in front; for a sum of several terms, their number stands under a brace."""
    if not term.parts:
        return rf"+ \underbrace{{{tex(figure_notation(term.value))}}}_{{\text{{{term.label}}}}}"
    numbers = tex(term.numbers(figure))
    if PLUS in term.parts:  # the term is a sum
        return f"+ ({numbers})"
    return f"- {numbers[1:]}" if numbers.startswith("-") else f"+ {numbers}"


def result(derivation: Derivation) -> Notation:
    """The closing term in numbers, and the value if it is written differently."""
    numbers, value = derivation.closing.numbers(figure), figure_notation(derivation.value)
    return value if numbers == value else joined([numbers, " = ", value])


def figure_notation(value: float) -> Notation:
    """A number with six digits as notation."""
    return number(figure(value))


def figure(value: float) -> str:
    """A number with six significant digits, never -0."""
    return f"{value + 0.0:.6g}"


def relation_sign(execution: Execution) -> str:
    """An arrow if the equation reads what it writes, where an equals sign would be wrong; else an equals sign."""
    return ARROW if any(one.symbol == execution.writes.symbol for one in execution.reads) else "="


def position_text(execution: Execution, epochs: int) -> str:
    """The equation's position in the training: its line, the epochs completed, as on the screen, and its batch.

    In place of the batch, of one example alone, which example it is.
    """
    line, context = execution.equation.line, execution.context
    if context.alone is not None:
        text = _("epoch {}, {}").format(f"{epochs:,}", context.example_text(0))
    else:
        text = _("epoch {}, batch {}").format(f"{epochs:,}", f"{context.batch:,}")
    return text if line is None else _("line {}, {}").format(line, text)


def numbered(number: str | None, text: str) -> str:
    """A line of text with its equation number in front."""
    return f"{f'({number})' if number else '':<6}{text}".rstrip()


def tag(number: str | None) -> str:
    """LaTeX's command for the equation number at the right."""
    return rf" \tag{{{number}}}" if number else ""
