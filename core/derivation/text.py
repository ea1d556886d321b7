"""A spelled value to take along: as text for a mail, and as LaTeX for a paper."""

from core.notation import PLUS, Notation, joined, number, total
from core.notation import latex as tex
from core.stepping.stepper import ExecutedEquation
from core.support.i18n import _

from .terms import Derivation, Term, shorten

ARROW = Notation("←", r"\leftarrow")
MOST_TERMS = 12
LINE = 120
"""Characters of LaTeX after which a sum goes on in the next row."""


def plain(frame: ExecutedEquation, spelling: Derivation) -> str:
    """The equation with its number, the value's formula in symbols and in numbers, term by term; lines of Unicode."""
    arrow = arrow_of(frame)
    lines = [
        place(frame),
        "",
        numbered(frame.equation.number, f"{frame.equation.symbol} {arrow} {frame.equation.text}"),
    ]
    if spelling.note:
        lines.append(numbered(spelling.reference, f"{spelling.cell} = {figure(spelling.value)} ({spelling.note})"))
        return "\n".join(lines)
    lines.append(numbered(spelling.reference, f"{spelling.cell} {arrow} {spelling.formula}"))
    if spelling.terms:
        lines += ["", *table(spelling), ""]
    lines.append(numbered("", f"{spelling.cell} {arrow} {result(spelling)}"))
    return "\n".join(lines)


def table(spelling: Derivation) -> list[str]:
    """The sum, a term a line: its index, its numbers, its value; then their sum."""
    terms, letter = shorten(spelling.terms, MOST_TERMS), spelling.letter
    rows: list[tuple[str, str, str]] = [
        (f"{letter} = {term.label}" if term.parts else term.label, term.numbers(figure), figure(term.value))
        for term in terms
    ]
    rows.append((f"Σ{letter}", "", figure(spelling.total)))
    first, second, third = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = (f"{label:>{first}}   {numbers:<{second}} = {value:>{third}}" for label, numbers, value in rows)
    return [numbered("", line) for line in lines]


def latex(frame: ExecutedEquation, spelling: Derivation) -> str:
    """The same as an align* environment; it needs amsmath."""
    arrow, cell = tex(arrow_of(frame)), tex(spelling.cell)
    rows = [f"{tex(frame.equation.symbol)} &{arrow} {tex(frame.equation.text)}{tag(frame.equation.number)}"]
    if spelling.note:
        rows.append(
            rf"{cell} &= {tex(figured(spelling.value))} \quad\text{{({spelling.note})}}{tag(spelling.reference)}"
        )
    else:
        rows.append(f"{cell} &{arrow} {tex(spelling.formula)}{tag(spelling.reference)}")
        rows += summation(spelling)
        rows.append(f"{cell} &{arrow} {tex(result(spelling))}")
    body = " \\\\\n".join(f"  {row}" for row in rows)
    return f"% {place(frame)}\n\\begin{{align*}}\n{body}\n\\end{{align*}}"


def summation(spelling: Derivation) -> list[str]:
    """The rows of the sum, a few terms each, and its value."""
    if not spelling.terms:
        return []
    rows = [f"{tex(total(spelling.letter))}&="]
    for term in map(summand, shorten(spelling.terms, MOST_TERMS)):
        if len(rows[-1]) + len(term) > LINE:
            rows.append(r"&\quad {}")
        rows[-1] += f" {term}"
    first = rows[0].replace("&= + ", "&= ").replace("&= - ", "&= -")
    return [first, *rows[1:], f"&= {tex(figured(spelling.total))}"]


def summand(term: Term) -> str:
    """A term with its sign before it; what several of them come to stands over how many they are."""
    if not term.parts:
        return rf"+ \underbrace{{{tex(figured(term.value))}}}_{{\text{{{term.label}}}}}"
    numbers = tex(term.numbers(figure))
    if PLUS in term.parts:  # a sum in itself
        return f"+ ({numbers})"
    return f"- {numbers[1:]}" if numbers.startswith("-") else f"+ {numbers}"


def result(spelling: Derivation) -> Notation:
    """The closing in numbers and the value, once where they are the same."""
    numbers, value = spelling.closing.numbers(figure), figured(spelling.value)
    return value if numbers == value else joined([numbers, " = ", value])


def figured(value: float) -> Notation:
    """The figures of a number."""
    return number(figure(value))


def figure(value: float) -> str:
    """Six digits, never -0."""
    return f"{value + 0.0:.6g}"


def arrow_of(frame: ExecutedEquation) -> str:
    """What an equation renews it also reads: there an equals sign would be wrong."""
    return ARROW if any(one.symbol == frame.writes.symbol for one in frame.reads) else "="


def place(frame: ExecutedEquation) -> str:
    """Where in the training we are."""
    line = frame.equation.line
    text = _("epoch {}, batch {}").format(f"{frame.scene.epoch:,}", f"{frame.scene.batch:,}")
    return text if line is None else _("line {}, {}").format(line, text)


def numbered(number: str | None, text: str) -> str:
    """A line with its equation number in front."""
    return f"{f'({number})' if number else '':<6}{text}".rstrip()


def tag(number: str | None) -> str:
    """The equation number at the right."""
    return rf" \tag{{{number}}}" if number else ""
