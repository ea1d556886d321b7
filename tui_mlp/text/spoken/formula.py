"""Formulas in words: `Δ(3) ← Y − A(3)` becomes `Delta 3 becomes Y minus A 3`.

Screen readers leave out what their voices don't know: eSpeak NG is silent for ∇, ∘, ᵀ, ‖, parentheses and, in Spanish,
√, Σ, × and ←. So no symbol is left to them.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from core.support.i18n import N_, _, translated

from .number import spoken_power

NAMES = {
    "Δ": N_("Delta"), "δ": N_("small delta"), "Θ": N_("Theta"), "θ": N_("small theta"), "∇": N_("nabla"),
    "α": N_("alpha"), "β": N_("beta"), "ε": N_("epsilon"), "λ": N_("lambda"), "μ": N_("the momentum mu"),
    "ρ": N_("rho"), "σ": N_("sigma"),
}  # fmt: skip
"""Letters and names of matrices; those that aren't here are read well as they stand."""

FUNCTIONS = {
    "log": N_("the logarithm of"), "exp": N_("e to the power of"), "sign": N_("the sign of"),
    "max": N_("the larger of"), "min": N_("the smaller of"), "rowsum": N_("the sum over the row of"),
    "√": N_("the square root of"),
}  # fmt: skip
"""Functions in words; any other, such as g or tanh, keeps its name: `g of`."""

SIGNS = {
    "+": N_("plus"), "−": N_("minus"), "-": N_("minus"), "∘": N_("times, elementwise,"), "·": N_("times"),
    "×": N_("times"), "/": N_("divided by"), "=": N_("equals"), "←": N_("becomes"), "→": N_("to"),
    ">": N_("greater than"), "<": N_("less than"), "≤": N_("at most"), "≥": N_("at least"), "≈": N_("is about"),
}  # fmt: skip
"""Signs between two values."""

LETTER = r"mu|nu|[ΔδΘθ∇αβελμρσ]"


class Word(NamedTuple):
    """A piece of a formula in words; `begins` and `ends` a value, so that between two of them stands a product."""

    text: str
    begins: bool = False
    ends: bool = False


def spoken_formula(text: str) -> str:
    """The formula in words, in the language in use. Words in it stay as they are."""
    found: list[str] = []
    ended = False
    for word in _words(text):
        if ended and word.begins:
            found.append(translated(SIGNS["·"]))
        found.append(word.text)
        ended = word.ends
    return " ".join(found).replace(" ,", ",")


def _words(text: str) -> Iterator[Word]:
    place = 0
    while place < len(text):
        for pattern, made in PATTERNS:
            if match := pattern.match(text, place):
                yield from made(match)
                place = match.end()
                break
        else:  # whatever else there is, a blank among it
            if text[place].strip():
                yield Word(text[place])
            place += 1


def _name(text: str) -> str:
    """A letter or the name of a matrix, with primes and digits as words of their own."""
    primes = len(text) - len(text.rstrip("'"))
    match = re.fullmatch(rf"({LETTER})(\w*)", text.rstrip("'"))
    name, index = (translated(NAMES.get(match[1], match[1])), match[2]) if match else (text.rstrip("'"), "")
    indices = index.strip("_") if index.strip("_").isdigit() else " ".join(index.strip("_"))
    return " ".join(filter(None, (name, indices, *[_("prime")] * primes)))


def _matrix(match: re.Match[str]) -> Iterator[Word]:
    name, layer, skipped = match["name"], spoken_formula(match["layer"]), match["skipped"]
    text = f"{_name(name)} {layer}"
    if skipped == "[1:,:]":
        text = _("{} without its bias row").format(text)
    elif skipped == "[:,1:]":
        text = _("{} without its ones column").format(text)
    if match["slope"]:
        text = _("the slope g prime of {}").format(text)
    if match["transposed"]:
        text = _("the transpose of {}").format(text)
    yield Word(text, True, True)


def _transpose(match: re.Match[str]) -> Iterator[Word]:
    yield Word(_("the transpose of {}").format(_name(match["name"])), True, True)


def _place(match: re.Match[str]) -> Iterator[Word]:
    row, column = match["row"], match["column"]
    if column is None:
        yield Word(_("at {}").format(row), False, True)
    elif column == ":":
        yield Word(_("at row {}").format(row), False, True)
    else:
        yield Word(_("at row {}, column {}").format(row, column), False, True)


def _derivative(match: re.Match[str]) -> Iterator[Word]:
    text = _("the derivative of {} by {}")
    yield Word(text.format(spoken_formula(match["of"]), spoken_formula(match["by"])), True, True)


def _mean(match: re.Match[str]) -> Iterator[Word]:
    above = f"2 {match['m'][1:]}" if match["m"].startswith("2") else match["m"]
    yield Word(_("one over {}").format(above), True, True)


def _sum(match: re.Match[str]) -> Iterator[Word]:
    letters = [one for one in re.sub("[Σ_]", " ", match["over"]).split(" ") if one]
    if letters:
        yield Word(_("the sum over {} of").format(", ".join(letters)), True)
    elif match["over"].count("Σ") > 1:
        yield Word(_("the sum over all examples and outputs of"), True)
    else:
        yield Word(_("the sum of"), True)


def _single(match: re.Match[str]) -> Iterator[Word]:
    """A function of one value, which needs no parentheses; without a function, a value in parentheses."""
    value = spoken_formula(match["value"])
    if not match["function"]:
        yield Word(value, True, True)
        return
    known = FUNCTIONS.get(match["function"])
    before = translated(known) if known else _("{} of").format(_name(match["function"]))
    yield Word(f"{before} {value}", True, True)


def _positive(match: re.Match[str]) -> Iterator[Word]:
    text = _("one where {} is above 0, else 0")
    yield Word(text.format(spoken_formula(match["of"])), True, True)


def _equal(match: re.Match[str]) -> Iterator[Word]:
    yield Word(_("one where {}, else 0").format(spoken_formula(match["of"])), True, True)


def _indexed(match: re.Match[str]) -> Iterator[Word]:
    yield Word(f"{match['name']} {spoken_formula(match['index'])}", True, True)


def _absolute(match: re.Match[str]) -> Iterator[Word]:
    yield Word(_("the absolute value of {}").format(spoken_formula(match["of"])), True, True)


def _function(match: re.Match[str]) -> Iterator[Word]:
    known = FUNCTIONS.get(match["function"])
    yield Word(translated(known) if known else _("{} of").format(_name(match["function"])), True)
    if match["open"] == "(":
        yield Word(_("open parenthesis"))


def _number(match: re.Match[str]) -> Iterator[Word]:
    yield Word(spoken_power(match[0]), True, True)


def _always(text: str, begins: bool = False, ends: bool = False) -> Callable[[re.Match[str]], Iterator[Word]]:
    return lambda match: iter([Word(translated(text), begins, ends)])


_OPEN, _CLOSE = _always(N_("open parenthesis"), begins=True), _always(N_("close parenthesis"), ends=True)
_LAYER, _SKIPPED = r"(?P<layer>\d+|[lL](?:[-−+]\d)?)", r"(?P<skipped>\[1:,:\]|\[:,1:\])?"
_MATRIX = rf"(?P<slope>g'\()?(?P<name>{LETTER}|[AZM])\({_LAYER}\){_SKIPPED}(?(slope)\))"

PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Word]]], ...] = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        (r"∂(?P<of>[^\s/∂]+)/∂(?P<by>[^\s=·,∂)]+)", _derivative),
        (rf"(?P<t>\()?{_MATRIX}(?(t)\)(?P<transposed>ᵀ))", _matrix),
        (rf"{_MATRIX}(?P<transposed>(?!))?", _matrix),
        (rf"(?P<name>{LETTER}|[A-Z])ᵀ", _transpose),
        (r"\[(?P<of>[^\[\]]+) > 0\]", _positive),
        (r"\[(?P<of>\w+ = \w+)\]", _equal),
        (r"\[(?P<words>\d[\d,]* [^\W\d_]{2,}[^\]]*)\]", lambda match: iter([Word(f", {match['words']}", ends=True)])),
        (r"\[(?P<row>[\w:]+)(?:,(?P<column>[\w:]+))?\]", _place),
        (r"\(1/(?P<m>2?m)\)", _mean),
        (r"(?P<name>[a-z])_\((?P<index>[^()]+)\)", _indexed),
        (r"\|(?P<of>[^|]+)\|", _absolute),
        (r"‖∇‖", _always(N_("the norm of nabla"), True, True)),
        (r"½ ", _always(N_("one half of"), True)),
        (r"(?P<over>(?:Σ\w* ?)+)", _sum),
        (r"(?P<function>[a-z]\w*'?|√|(?<![\w)\]]))\((?P<value>-?[A-Za-zδθ\d][\w.]*'?(?:\(\w+\))?)\)(?![ᵀ²^])", _single),
        (r"(?P<function>√)(?P<open>\(?)", _function),
        (r"(?P<function>log|exp|sign|max|min|rowsum)(?P<open>[( ])", _function),
        (r"(?P<function>[a-z]\w*'?)(?P<open>\()", _function),
        (r"²", _always(N_("squared"), ends=True)),
        (r"\^", _always(N_("to the power of"))),
        (r"(?<![\w)\]])[-−](?=[\w.√∞(])", _always(N_("minus"), begins=True)),
        (r"\d[\d.,]*\d(?:e[-+]?\d+)?|\d(?:e[-+]?\d+)?", _number),
        (rf"(?:{LETTER})(?:_?[a-z0-9]+)?'?|[A-Za-z]+(?:_[a-z0-9]+)?'?", lambda match: iter([_letter(match[0])])),
        (r"[(\[]", _OPEN),
        (r"[)\]]", _CLOSE),
        (r",", lambda match: iter([Word(",")])),
        *((re.escape(sign), _always(text)) for sign, text in SIGNS.items()),
    )
)


def _letter(text: str) -> Word:
    """A letter, perhaps with an index: `θ_jk`, `β1`, `α'`, `a_i`; or a word of a sentence, which is no value."""
    if re.match(LETTER, text):
        return Word(_name(text), True, True)
    name, _bar, index = text.partition("_")
    if len(name.rstrip("'")) > 1:
        return Word(text)
    return Word(" ".join((_name(name), *index)), True, True)


SYMBOL = re.compile(r"g'\(|[ΔδΘθ∇αβελμρσ∂Σ√∘·×−ᵀ←→≤≥≈²½‖^]|(?<![A-Za-z])[A-Za-z]_[a-z0-9(]")
AROUND = re.compile(r"([(“\"]*)(.*?)([)”\".,:;?]*)")


def spoken_text(text: str) -> str:
    """Sentences with their symbols in words; all else stays as it is, line breaks too."""
    return "\n".join(" ".join(map(_spoken_piece, line.split(" "))) for line in text.split("\n"))


def spoken_line(text: str) -> str:
    """A line that names a formula, such as `line 9, the error: Δ(3) = Y − A(3)`: the formula as one, the rest as text.

    Of a formula taken as text, word by word, the parentheses would be lost.
    """
    before, colon, formula = text.rpartition(": ")
    if " = " not in formula or formula.endswith("."):
        return spoken_text(text)
    return f"{spoken_text(before)}{colon}{spoken_formula(formula)}"


def _spoken_piece(piece: str) -> str:
    """A piece without blanks; punctuation around it stays where its parentheses don't begin or end inside."""
    if piece in ("+", "="):
        return translated(SIGNS[piece])
    if piece == "Σ":
        return _("the sum")
    if not SYMBOL.search(piece):
        return piece
    match = AROUND.fullmatch(piece)
    if match is None:
        return spoken_formula(piece)
    before, inner, behind = match.groups()
    while inner.count("(") > inner.count(")") and behind.startswith(")"):
        inner, behind = f"{inner})", behind[1:]
    return f"{before}{spoken_formula(inner)}{behind}"
