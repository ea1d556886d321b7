"""What is read out of a mini-batch: an equation that has run, one of its values."""

from collections.abc import Callable, Iterator

from core.derivation.line_by_line.derive_lines import derive_line_by_line
from core.derivation.text import derivation_latex, derivation_text
from core.expressions import Operand
from core.stepping.stepper import Execution
from core.support.i18n import _
from tui_mlp.models.equation_help import explanation, number_note
from tui_mlp.models.step_focus import StepFocus, updated_focus
from tui_mlp.session.equation_plan import Stepping
from tui_mlp.text.spoken.formula import spoken_formula, spoken_text

from .command_words import CommandName
from .spoken_equation import (
    column_line,
    derivation_lines,
    equation_lines,
    heading,
    index_of,
    matrix_lines,
    rows_lines,
    sum_lines,
    symbols,
    value_line,
)

MOST_TERMS = 8
"""Terms of a sum that are read out; the others are added up."""
ARROWS: dict[CommandName, tuple[int, int]] = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


class Reading:
    """Reads out what has run of the mini-batch. `example` is the one whose row alone is read, from 0; None for all."""

    def __init__(self) -> None:
        self.focus: StepFocus | None = None
        self.example: int | None = None
        self.epochs = 0
        """The epochs completed, for what is copied."""
        self._commands: dict[CommandName, Callable[[StepFocus, str], Iterator[str]]] = {
            "read": self._read, "rows": self._rows, "row": self._row, "column": self._column, "cell": self._cell,
            "before": self._layer, "after": self._layer, "follow": self._follow, "return": self._return,
            "example": self._example, "derivation": self._derivation, "explain": self._explain,
            "symbols": self._symbols, "copy": self._copy, "latex": self._latex,
        }  # fmt: skip

    def update(self, stepping: Stepping, epochs: int) -> None:
        """Move to the last equation that has run, where others have."""
        self.focus, self.epochs = updated_focus(self.focus, stepping, MOST_TERMS), epochs
        if self.focus is not None and self.example is not None and self.example >= self.focus.execution.context.m:
            self.example = None

    def knows(self, name: CommandName) -> bool:
        """Whether a command is about reading."""
        return name in self._commands or name in ARROWS

    def lines(self, name: CommandName, argument: str) -> Iterator[str]:
        """What a command has to say."""
        focus = self.focus
        if focus is None:
            yield _("No equation has run yet: `s` runs the next one.")
        elif name in ARROWS:
            rows, columns = ARROWS[name]
            yield from self._move(focus.at_cell(focus.cell[0] + rows, focus.cell[1] + columns))
        else:
            turn = {"before": "-1", "after": "1"}.get(name, argument)
            yield from self._commands[name](focus, turn)

    def _move(self, focus: StepFocus) -> Iterator[str]:
        self.focus = focus
        yield value_line(focus)

    def _read(self, focus: StepFocus, argument: str) -> Iterator[str]:
        """Go to a matrix by its symbol or its name in words, and read it; without one, read the present one."""
        if not argument:
            yield from equation_lines(focus.execution, self.example)
            return
        wanted = _plain_name(argument)
        for index in reversed(range(len(focus.executions))):
            execution = focus.executions[index]
            if wanted in _names(execution.writes):
                self.focus = focus.at_equation(index)
                yield from equation_lines(execution, self.example)
                return
        for execution in reversed(focus.executions):
            for operand in execution.operands:
                if wanted in _names(operand):
                    index = focus.executions.index(execution)
                    self.focus = StepFocus(focus.executions, index, operand.symbol, (0, 0), True, max_terms=MOST_TERMS)
                    yield from matrix_lines(operand, self.example)
                    return
        known = dict.fromkeys(operand.symbol for one in focus.executions for operand in one.operands)
        text = _("{} isn't known in this mini-batch so far; there are: {}")
        yield text.format(argument, ", ".join(spoken_formula(symbol) for symbol in known))

    def _rows(self, focus: StepFocus, argument: str) -> Iterator[str]:
        operand, rows = focus.operand, focus.operand.value.shape[0]
        first = index_of(operand.rows, rows, argument) if argument else 0
        if first is None:
            yield self._no_row(operand, argument)
        elif operand.rows.kind == "none":
            yield from matrix_lines(operand, None)
        else:
            yield from rows_lines(operand, first, rows)

    def _row(self, focus: StepFocus, argument: str) -> Iterator[str]:
        operand = focus.operand
        row = index_of(operand.rows, operand.value.shape[0], argument) if argument else focus.cell[0]
        if row is None:
            yield self._no_row(operand, argument)
            return
        self.focus = focus.at_cell(row, focus.cell[1])
        yield from rows_lines(operand, row, row + 1)

    def _column(self, focus: StepFocus, argument: str) -> Iterator[str]:
        operand = focus.operand
        column = index_of(operand.columns, operand.value.shape[1], argument) if argument else focus.cell[1]
        if column is None:
            yield self._no_column(operand, argument)
            return
        self.focus = focus.at_cell(focus.cell[0], column)
        yield column_line(operand, column)

    def _cell(self, focus: StepFocus, argument: str) -> Iterator[str]:
        """Go to a value, and read the sum behind it; without its row and column, that of the present one."""
        operand, words = focus.operand, argument.replace(",", " ").split()
        if words:
            row = index_of(operand.rows, operand.value.shape[0], words[0])
            column = index_of(operand.columns, operand.value.shape[1], words[-1])
            if len(words) > 2 or (len(words) == 1 and min(operand.value.shape) > 1):
                yield _("Say a row and a column, as in `cell 2 1`.")
                return
            if len(words) == 1:
                row, column = (row, 0) if operand.value.shape[1] == 1 else (0, column)
            if row is None:
                yield self._no_row(operand, words[0])
                return
            if column is None:
                yield self._no_column(operand, words[-1])
                return
            focus = self.focus = focus.at_cell(row, column)
        yield from sum_lines(focus)

    def _no_row(self, operand: Operand, found: str) -> str:
        text = _("{} has no row {}: they go from {} to {}.")
        last = operand.rows.label(operand.value.shape[0] - 1)
        return text.format(spoken_formula(operand.symbol), found, operand.rows.label(0), last)

    def _no_column(self, operand: Operand, found: str) -> str:
        text = _("{} has no column {}: they go from {} to {}.")
        last = operand.columns.label(operand.value.shape[1] - 1)
        return text.format(spoken_formula(operand.symbol), found, operand.columns.label(0), last)

    def _layer(self, focus: StepFocus, argument: str) -> Iterator[str]:
        there = focus.in_other_layer(int(argument))
        if there is None:
            yield _("This equation hasn't run for another layer on that side.")
            return
        self.focus = there
        yield from equation_lines(there.execution, self.example)

    def _follow(self, focus: StepFocus, argument: str) -> Iterator[str]:
        """Go to the value that the sum got its largest factor from."""
        there = focus.followed()
        if there is not None:
            self.focus = there
            yield from sum_lines(there)
        else:
            factor = focus.chosen_factor
            yield spoken_text(number_note(factor)) if factor else _("There is nothing to follow from here.")

    def _return(self, focus: StepFocus, argument: str) -> Iterator[str]:
        self.focus = focus.back()
        yield from sum_lines(self.focus)

    def _example(self, focus: StepFocus, argument: str) -> Iterator[str]:
        m = focus.execution.context.m
        if not argument:
            self.example = None
            yield _("All examples of the mini-batch are read.")
            return
        if not argument.isdecimal() or not 1 <= int(argument) <= m:
            yield _("found example {}, expected a number from 1 to {}").format(argument, m)
            return
        self.example = int(argument) - 1
        name = focus.execution.context.example_text(self.example)
        yield _("From now on, of matrices with a row for each example, only that of {} is read.").format(name)
        yield from equation_lines(focus.execution, self.example)

    def _derivation(self, focus: StepFocus, argument: str) -> Iterator[str]:
        execution = focus.execution
        m = execution.context.m
        if argument and (not argument.isdecimal() or not 1 <= int(argument) <= m):
            yield _("found example {}, expected a number from 1 to {}").format(argument, m)
            return
        example = int(argument) - 1 if argument else self.example or 0
        derived = None
        if not focus.given:
            derived = derive_line_by_line(focus.executions, focus.index, *focus.cell, example)
        if derived is None:
            text = _("{} isn't derived: `d` is for values of Delta, nabla and J. The sum behind it: `cell`.")
            yield text.format(spoken_formula(focus.name))
        else:
            yield from derivation_lines(derived)

    def _explain(self, focus: StepFocus, argument: str) -> Iterator[str]:
        yield heading(focus.execution)
        yield spoken_text(explanation(focus.execution))

    def _symbols(self, focus: StepFocus, argument: str) -> Iterator[str]:
        yield symbols(focus.execution)

    def _copy(self, focus: StepFocus, argument: str) -> Iterator[str]:
        yield from self._written(focus, derivation_text)

    def _latex(self, focus: StepFocus, argument: str) -> Iterator[str]:
        yield from self._written(focus, derivation_latex)

    def _written(self, focus: StepFocus, write: Callable[..., str]) -> Iterator[str]:
        """The equation with the value in focus as text or LaTeX, to be copied from the terminal."""
        if focus.derivation is None:
            yield f"{focus.name} = {focus.value!r}"
        else:
            yield from write(focus.execution, focus.derivation, self.epochs).splitlines()


def executions_after(before: tuple[Execution, ...], now: tuple[Execution, ...]) -> tuple[Execution, ...]:
    """The equations that have run since then: all of another mini-batch."""
    same = bool(before) and bool(now) and before[0] is now[0]
    return now[len(before) :] if same else now


def _names(operand: Operand) -> tuple[str, ...]:
    return _plain_name(operand.symbol), _plain_name(spoken_formula(operand.symbol))


def _plain_name(text: str) -> str:
    """A name without blanks, parentheses and capitals: `Δ(2)` and `delta 2` become `δ2` and `delta2`."""
    return "".join(one for one in text.casefold() if one.isalnum() or one == "∇")
