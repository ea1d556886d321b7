"""A derivation line by line as plain text and as LaTeX."""

import re

from core.derivation.latex_document import escaped_text
from core.derivation.text import ARROW, figure, figure_notation, numbered, tag
from core.notation import PLUS
from core.notation import latex as tex
from core.support.i18n import _

from .derivation_line import DerivationLine, LineByLine

ROW = 66
"""Characters as printed after which a line of numbers continues in the next row."""
COMMAND = re.compile(r"\\[a-z]+|[{}^&]")
"""Commands of LaTeX, which print as one character at most."""
LETTER = re.compile(r"(?<!\w)([∂∇]?[a-zθδ])_(\([a-zL0-9+\-]+\)|[a-zL0-9]{1,2}(?!\w))(\^\([^)]*\))?")
"""A letter with its indices inside a sentence: θ_jk, s_(l+1), θ_ij^(L-2)."""
IN_MATH = {"θ": r"\theta ", "δ": r"\delta ", "∂": r"\partial "}


def line_by_line_text(derivation: LineByLine, heading: str) -> str:
    """Lines of text under a heading: each formula with its numbers, what to say about it, and the slides' errata."""
    rows = [heading, ""]
    rows += [f"{'':<6}{one.letter} = {one.cell} = {figure(one.value)}" for one in derivation.given]
    left = ""
    for line in derivation.lines:
        left, sign = line.left or " " * len(left), relation(line)
        rows += ["", numbered(line.number, f"{left} {sign} {line.symbols}")]
        shown = numbers_to_show(line, line.numbers(figure), figure(line.value))
        rows.append(numbered("", f"{'':<{len(left)}} = {shown}"))
        rows.append(numbered("", line.sentence))
        rows += [numbered("", f"! {erratum}") for erratum in line.errata]
    return "\n".join(rows)


def line_by_line_latex(derivation: LineByLine) -> str:
    """The same as LaTeX, without heading, each line in an align* environment, which needs amsmath."""
    given = ",\\quad ".join(
        f"{tex(one.letter)} = {tex(one.cell)} = {tex(figure_notation(one.value))}" for one in derivation.given
    )
    rows = [f"${given}$", ""] if given else []
    for line in derivation.lines:
        sign = tex(relation(line))
        body = [f"{tex(line.left)} &{sign} {tex(line.symbols)}{tag(line.number)}"]
        body += numbers_in_latex(line)
        rows += [sentence_latex(line.sentence), r"\begin{align*}"]
        rows += [f"  {row}" for row in " \\\\\n".join(body).split("\n")]
        rows.append(r"\end{align*}")
        rows += [rf"\emph{{\small {sentence_latex(erratum)}}}\par" for erratum in line.errata]
    return "\n".join(rows)


def relation(line: DerivationLine) -> str:
    """An arrow where the left side is replaced, else an equals sign."""
    return ARROW if line.renews else "="


def numbers_to_show(line: DerivationLine, numbers: str, value: str) -> str:
    """The right-hand side in numbers and its value; the value alone where the numbers are just that."""
    return f"{numbers} = {value}" if numbers and numbers != value else value


def numbers_in_latex(line: DerivationLine) -> list[str]:
    """The right-hand side in numbers, broken between the terms of a sum where it is long, and its value."""
    numbers, value = line.numbers(figure), figure_notation(line.value)
    if not numbers or numbers == value:
        return [f"&= {tex(value)}"]
    rows, (first, *others) = ["&= "], tex(numbers).split(tex(PLUS))
    for part in (first, *(f"{tex(PLUS)}{term}" for term in others), f" = {tex(value)}"):
        if rows[-1] != "&= " and printed(rows[-1]) + printed(part) > ROW:
            rows.append(r"&\quad {}")
        rows[-1] += part
    return rows


def printed(latex: str) -> int:
    """About how many characters LaTeX prints of this."""
    return len(COMMAND.sub("", latex))


def sentence_latex(sentence: str) -> str:
    """A sentence as LaTeX, with letters and their indices as in formulas."""
    found, end = [], 0
    for match in LETTER.finditer(sentence):
        letter, index, power = match.groups()
        written = f"{letter}_{{{index}}}" + (f"^{{{power[1:]}}}" if power else "")
        for sign, command in IN_MATH.items():
            written = written.replace(sign, command)
        found += [escaped_text(sentence[end : match.start()]), f"${written}$"]
        end = match.end()
    return "".join([*found, escaped_text(sentence[end:])])


def heading_of(derivation: LineByLine, example: str) -> str:
    """What is derived, and for which example."""
    if derivation.cell == "J":
        return _("J, and its part of {}").format(example)
    return _("{}, worked out for {}").format(derivation.cell, example)
