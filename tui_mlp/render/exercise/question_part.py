"""The question on the screen: its equation, the operands, fields or choices."""

from typing import Literal, NamedTuple

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip

from core.exercises.recomputation.recomputation import Cell
from core.expressions import Operand
from core.support.i18n import _
from tui_mlp.models.equation_help import equation_sides, explanation
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.models.exercise.shown_operands import shown_letters, shown_operands, shows_equation, shows_operands
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.frame import rule
from tui_mlp.render.matrix.operands import distribute
from tui_mlp.render.strips import StyledText, cells_of, fill
from tui_mlp.render.word_wrap import line, sentences, wrapped

from .answer_fields import field_lines, fields_grid, shape_field
from .cell_grid import matrix_lines
from .choice_lines import choice_lines
from .operand_lines import in_rows, letter_line, operand_lines, operands_wanted, wanted_width

INDENT = 1
"""Blanks before all that stands under a rule."""
LEAST_OPERANDS, LEAST_FIELDS = 3, 3
"""Lines of a row of operands, and of fields, in which a part of them is shown."""
MOST_ROWS = 12
"""Rows of fields; the others are scrolled to, and the operands have their room."""


class Place(NamedTuple):
    """Where something can be clicked: a field, a choice of the thing asked at `asked`, a question; or scrolled."""

    region: Region
    kind: Literal["asked", "choice", "question", "operands"]
    number: int
    asked: int = 0


class Drawn(NamedTuple):
    """Lines, and what can be clicked in them."""

    lines: list[Strip]
    places: list[Place]


def moved(places: list[Place], x: int, y: int) -> list[Place]:
    """The places, so many cells further right and lines further down."""
    return [place._replace(region=place.region.translate((x, y))) for place in places]


class QuestionPart:
    """Draws the present question in a part of the screen that is `width` cells wide.

    `shift` are rows and columns by which large operands are scrolled. `explains` says whether there is room for a
    sentence on the equation, once a hint has named it.
    """

    def __init__(self, state: ExerciseState, width: int, palette: Palette, shift: Cell, explains: bool) -> None:
        self.state, self.session, self.question = state, state.session, state.question
        self.width, self.inside, self.palette, self.shift = width, max(1, width - INDENT), palette, shift
        present = self.session.present
        cell = state.form.cell if self.question.kind == "value" else None
        self.views = shown_operands(self.session, present, cell)
        self.letters = shown_letters(self.session, present)
        asked = enumerate(self.question.asked)
        self.lists = [place for place, one in asked if one.choices and one.name != "cell"]
        """The things asked whose choices are listed; cells are chosen in their matrix."""
        self.explains = explains and shows_equation(self.session, present)

    @property
    def matrix(self) -> Operand | None:
        """The matrix whose cells are shown; None where there is none."""
        if self.question.shown is not None:
            return self.question.shown
        return self.session.question_matrix(self.session.present) if self.question.kind == "value" else None

    def head(self, cut: bool = False) -> list[Strip]:
        """The equation in a rule, or below it where it is too long; only its result where the equation isn't shown.

        Where only a part of the operands fits, it says how to scroll them.
        """
        facts = _("shift ↑↓←→ scrolls") if cut else ""
        styles, palette, present = self.palette.bg, self.palette, self.session.present
        if not shows_operands(self.session, present):
            return []
        step = self.session.steps[self.question.equation]
        number = f"({step.equation.number})  " if step.equation.number else ""
        if not shows_equation(self.session, present):
            taken = ", ".join(view.name for view in self.views)
            return [rule(self.width, palette, title=_("{} from {}").format(self.question.symbol, taken), facts=facts)]
        left, right = equation_sides(step)
        whole = f"{number}{left} {right}"
        if cell_len(displayed(whole, palette.ascii)) <= self.width - 6:
            return [rule(self.width, palette, title=whole, facts=facts)]
        parts: list[StyledText] = [(left, styles.accent_bold), (f" {right}", styles.strong)]
        return [
            rule(self.width, palette, title=number.strip(), facts=facts),
            *self.indented(wrapped(parts, self.inside, palette)),
        ]

    def explained(self) -> list[Strip]:
        """What the equation is for."""
        if not self.explains:
            return []
        text = explanation(self.session.steps[self.question.equation])
        return self.indented(sentences(text, self.inside, self.palette))

    def prompt(self) -> list[Strip]:
        """The matrix that is asked about in a rule with the keys, and what is asked."""
        styles, done = self.palette.bg, sum(self.state.right)
        title = self.question.symbol
        if self.matrix is not None:
            title = f"{title}  {'×'.join(map(str, self.matrix.value.shape))}"
        title = title or _("Which equation?")
        above = rule(self.width, self.palette, title=title, keys=self.keys(), focused=True)
        parts: list[StyledText] = [(self.question.prompt, styles.fg)]
        count = _("{} of {} right").format(done, len(self.question.asked))
        if len(self.question.asked) > 1 and cells_of(parts, self.palette.ascii) + 3 + len(count) <= self.inside:
            parts += [("   ", styles.blank), (count, styles.muted)]
        lines = wrapped(parts, self.inside, self.palette)
        if self.question.kind == "shape":
            lines += letter_line(self.letters, self.inside, self.palette)
        return [above, *self.indented(lines)]

    def cut(self, height: int) -> bool:
        """Whether only a part of the operands fits."""
        return height < self.operands_wanted() or any(
            wanted_width(one, self.decimals) > self.inside for one in self.views
        )

    def keys(self) -> list[tuple[str, str]]:
        """The keys that answer."""
        if self.state.done:
            return [("↵", _("go on"))]
        form = self.state.form
        if form.choices:
            return [(_("arrows") if form.picks_cell else "↑↓", _("choose")), ("↵", _("check"))]
        more = [(_("arrows"), _("cell"))] if len(form.cells) > 1 else []
        return [("0-9", _("type")), ("↵", _("check")), *more]

    def lines_wanted(self, apart: bool = False) -> int:
        """The lines in which all of it is shown; with `apart` with blank lines between the rows of matrices."""
        said = len(self.head()) + len(self.explained())
        return said + self.operands_wanted(apart) + len(self.prompt()) + self.fields_wanted(apart) + self.listed()

    def operands_wanted(self, apart: bool = False) -> int:
        """The lines of all operands."""
        return operands_wanted(self.views, self.letters, self.decimals, self.inside, apart) if self.views else 0

    def fields_wanted(self, apart: bool = False) -> int:
        """The lines of all fields."""
        if self.matrix is None:
            return int(self.question.kind == "shape")
        rows = len(self.matrix.value)
        return matrix_lines(min(MOST_ROWS, rows), apart and rows <= MOST_ROWS)

    def listed(self) -> int:
        """The lines of all choices in lists."""
        return sum(len(self.question.asked[asked].choices) for asked in self.lists)

    @property
    def decimals(self) -> int:
        """As many as are asked for."""
        return self.question.decimals

    def draw(self, height: int) -> Drawn:
        """`height` lines; operands and fields share what is left of them by what they want."""
        if self.state.form.picks_cell and self.lines_wanted() > height:
            self.lists = []  # the slips are listed when the cell is found
        head, prompt, lists = self.head(), self.prompt(), self.listed()
        apart = self.palette.spaced and self.lines_wanted(True) <= height
        wanted = [self.operands_wanted(apart), self.fields_wanted(apart)]
        rows = len(in_rows(self.views, self.decimals, self.inside))
        least = [min(LEAST_OPERANDS * rows + bool(self.letters), wanted[0]), min(LEAST_FIELDS, wanted[1])]
        room = height - len(head) - len(self.explained()) - len(prompt) - lists
        above, below = wanted if sum(wanted) <= room else distribute(room, least, wanted)
        above, below = min(above, wanted[0]), min(below, wanted[1])
        operands = operand_lines(self.views, self.letters, self.decimals, self.inside, above, self.palette, self.shift)
        head = self.head(self.cut(above))
        lines = [*head, *self.explained(), *self.indented(operands), *prompt]
        places = [Place(Region(0, 0, self.width, len(head) + above), "operands", 0)]
        places += moved(self.field_places(below), INDENT, len(lines))
        lines += self.indented(self.fields(below))
        for asked in self.lists:
            choices = choice_lines(self.state, asked, self.inside, self.palette)
            for place in range(len(choices)):
                places.append(Place(Region(0, len(lines) + place, self.width, 1), "choice", place, asked))
            lines += self.indented(choices)
        return Drawn(fill(lines, self.width, height, self.palette.bg.blank), places)

    def fields(self, height: int) -> list[Strip]:
        """The fields of the answer."""
        if self.matrix is not None:
            return field_lines(self.state, self.matrix, self.inside, height, self.palette)
        return shape_field(self.state, self.inside, self.palette) if self.question.kind == "shape" else []

    def field_places(self, height: int) -> list[Place]:
        """Where the fields are: things asked, or the cells among which the wrong one is chosen."""
        if self.matrix is None:
            return []
        grid, form = fields_grid(self.state, self.matrix, self.inside, height, self.palette.spaced), self.state.form
        regions = [(number, grid.region_of(cell)) for number, cell in enumerate(form.cells)]
        kind: Literal["asked", "choice"] = "asked" if self.question.kind == "value" else "choice"
        return [Place(region, kind, number) for number, region in regions if region is not None]

    def indented(self, lines: list[Strip]) -> list[Strip]:
        """The lines behind a blank."""
        blank = line([], INDENT, self.palette)
        return [Strip([*blank, *one]) for one in lines]
