"""The legend of the Loss pane, or the figures of an epoch, for any width."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from rich.style import Style

from tui_mlp.render.strips import StyledText
from tui_mlp.text.numbers import NOTHING, figure_text, short_number


@dataclass(frozen=True)
class LegendCurve:
    """A column of the history, its name, and a sample of the line with which it is drawn."""

    key: str
    name: str
    line: str
    style: Style

    def text(self, value: float) -> str:
        """A value of this curve."""
        return figure_text(self.key, value)

    def brief_text(self, value: float) -> str:
        """A value of this curve in a few cells."""
        return brief(value) if self.key.endswith("loss") else self.text(value)


def brief(value: float) -> str:
    """A loss in a few cells."""
    return short_number(value) if isfinite(value) else NOTHING


def legends(curves: Sequence[LegendCurve], axis: list[StyledText], muted: Style) -> Iterator[list[StyledText]]:
    """The names of the curves and the kind of axis, closer and closer together, and finally without the axis."""
    for gap in ("   ", "  ", " "):
        yield [part for one in curves for part in ((one.line, one.style), (f" {one.name}{gap}", muted))] + axis
    yield stripped([part for one in curves for part in ((one.line[:1], one.style), (f" {one.name} ", muted))])


def readings(
    curves: Sequence[LegendCurve],
    further: Sequence[LegendCurve],
    value_of: Callable[[str], float],
    axis: list[StyledText],
    muted: Style,
) -> Iterator[list[StyledText]]:
    """The values of the curves with their names, and `further` figures, shorter and shorter.

    At last each value has only a sample of its line and a few cells.
    """

    def named(shown: Sequence[LegendCurve]) -> list[StyledText]:
        values = [(one, f"{one.name} {one.text(value_of(one.key))}   ") for one in shown]
        return [part for one, text in values for part in ((f"{one.line} ".lstrip(), one.style), (text, muted))]

    def unnamed(shown: Sequence[LegendCurve], gap: str, brief: bool = False) -> list[StyledText]:
        lines = [one.line[:1] if brief else one.line for one in shown]
        values = [(one.brief_text if brief else one.text)(value_of(one.key)) + gap for one in shown]
        pairs = [
            ((f"{line} ".lstrip(), one.style), (text, muted))
            for line, one, text in zip(lines, shown, values, strict=True)
        ]
        return [part for pair in pairs for part in pair]

    names, others = named(curves), named(further)
    for facts in (names + others, unnamed(curves, "   ") + others):
        yield facts + axis
        yield stripped(facts)
    for gap, brief in (("  ", False), (" ", False), (" ", True)):
        yield stripped(unnamed([*curves, *further], gap, brief))
    yield stripped(unnamed(curves, " ", brief=True))


def stripped(facts: list[StyledText]) -> list[StyledText]:
    """The facts without blanks at their end."""
    text, style = facts[-1]
    return [*facts[:-1], (text.rstrip(), style)]
