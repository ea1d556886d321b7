"""The formulas of this program, which are lines of Unicode, as LaTeX."""

import re

MATRICES = {
    "Δ": r"\Delta",
    "Θ": r"\Theta",
    "∇": r"\nabla",
    "A": "A",
    "Z": "Z",
    "M": "M",
    "mu": r"\mathit{mu}",
    "nu": r"\mathit{nu}",
    "t": "t",
    "α'": r"\alpha'",
    "ε'": r"\varepsilon'",
}
"""mu, nu and t are the names of an optimiser's state; μ is a rate."""

GREEK = {"α": r"\alpha", "β": r"\beta", "ε": r"\varepsilon", "λ": r"\lambda", "μ": r"\mu", "ρ": r"\rho"}

SIGNS = {
    "−": "-",
    "·": r"\cdot",
    "∘": r"\circ",
    "½": r"\tfrac{1}{2}",
    "²": "^{2}",
    "ᵀ": r"^{\top}",
    "←": r"\leftarrow",
    "‖∇‖": r"\lVert\nabla\rVert",
    ",  ": r",\quad ",
}

FUNCTIONS = ("log", "exp", "max", "min", "tanh")

TOKEN = re.compile(
    r"""
      √(?P<root>\((?:[^()]|\([^()]*\))*\)|[^\s(),]+(?:\(\d+\))?(?:\[[^\]]*\])?)
    | (?P<matrix>[ΔΘ∇AZM]|mu|nu|t|α'|ε')\((?P<l>\d+)\)(?:\[(?P<place>[^\]]*)\])?(?P<squared>²?)
    | (?<=[)\w])\[(?P<index>[^\]]*)\]
    | Σ(?P<letter>[a-z]?)
    | (?P<over>/\ ?)?(?P<digits>-?[\d.]+)e(?P<exponent>[+-]\d+)
    | \^(?P<power>t\(\d+\)(?:\[[^\]]*\])?|\w+)
    | (?P<greek>[αβελμρ])(?P<number>\d*)
    | (?P<infinity>\binf\b)
    | (?P<word>[^\W\d_]{2,}(?:[_ ][^\W\d_]{2,})*)
    | (?P<sign>‖∇‖|,\ \ |[−·∘½²ᵀ←])
    """,
    re.VERBOSE,
)


def tex(text: str) -> str:
    """A formula in symbols or numbers as LaTeX, for a place in math mode with amsmath."""
    return TOKEN.sub(translated, text)


def translated(found: re.Match[str]) -> str:
    """One symbol, number, sign or word as LaTeX."""
    one = found.groupdict()
    if root := one["root"]:
        return rf"\sqrt{{{tex(root[1:-1] if root.startswith('(') else root)}}}"
    if matrix := one["matrix"]:
        symbol = rf"{MATRICES[matrix]}^{{({one['l']})}}" + (f"_{{{one['place']}}}" if one["place"] else "")
        return f"{{{symbol}}}^{{2}}" if one["squared"] else symbol
    if one["index"]:
        return f"_{{{one['index']}}}"
    if digits := one["digits"]:
        number = rf"{digits} \times 10^{{{int(one['exponent'])}}}"
        return f"{one['over']}({number})" if one["over"] else number
    if one["power"]:
        return f"^{{{tex(one['power'])}}}"
    if one["greek"]:
        return GREEK[one["greek"]] + (f"_{{{one['number']}}}" if one["number"] else "")
    if one["infinity"]:
        return r"\infty"
    if one["word"]:
        return word(one["word"])
    if one["sign"]:
        return SIGNS[one["sign"]]
    return rf"\sum_{{{one['letter']}}}" if one["letter"] else r"\sum"


def word(text: str) -> str:
    """A function by its name, or several words, which are a remark."""
    if text in FUNCTIONS:
        return rf"\{text}"
    command = "text" if " " in text else "operatorname"
    return rf"\{command}{{{text.replace('_', chr(92) + '_')}}}"
