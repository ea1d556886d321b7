"""One example with its outputs, as a picture, as a point, or as a list of columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.strip import Strip

from core.calls import Array
from core.data.dataset import Data
from core.model.model import preparation_of
from tui_mlp.models.output.example_texts import is_of_points
from tui_mlp.models.output.examples.border import border_of
from tui_mlp.models.output.shown_example import ShownExample
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.images.picture import grid, picture
from tui_mlp.render.strips import two_columns

from .columns import column_list, columns_beside
from .example_facts import answer_lines, border_lines, loss_line, neuron_lines, output_line, wanted_line
from .scores import score_lines

BESIDE_FROM = 60
"""The cells of a line from which on a list of columns stands beside the outputs."""
PICTURE_BESIDE_FROM, SCORES_LEAST, SCORES_MOST = 26, 17, 30
"""The cells of a line from which on outputs stand beside a picture, and the least and the most cells that they take."""
LINES_FOR_COLUMNS = 2
"""The least lines of a list of columns below the outputs, where there are so many."""
LINES_BESIDE, FEW = 2, 4
"""The most lines in which columns are shown side by side, and the most columns whose list is above the outputs."""


@dataclass(frozen=True)
class Scrolling:
    """What is scrolled to: the first column of the list, and the one whose value is being changed, from 0."""

    top: int = 0
    cursor: int | None = None


@dataclass(frozen=True)
class DrawnExample:
    """The drawn lines; `top` is the first column that is shown of `columns`, of which `seen` are; 0 without a list."""

    lines: list[Strip]
    top: int = 0
    seen: int = 0


def one_example(
    shown: ShownExample,
    data: Data,
    width: int,
    height: int,
    palette: Palette,
    scrolling: Scrolling = Scrolling(),
    chosen: int | None = None,
) -> DrawnExample:
    """An example in at most `height` lines of `width` cells; `chosen` is the output in focus, from 0."""
    if width <= 0 or height <= 0:
        return DrawnExample([])
    if data.shape is not None:
        return DrawnExample(_with_picture(shown, data, width, height, palette, chosen))
    beside = None if scrolling.cursor is not None else columns_beside(shown, width, palette, LINES_BESIDE)
    if beside is not None:
        border = border_lines(border_of(shown, data), width, palette)
        return DrawnExample([*beside, *_facts(shown, width, height - len(beside), palette, chosen, border)][:height])
    columns = len(shown.raw)
    if width >= BESIDE_FROM:
        left = width // 2 - 1
        window = column_list(shown, left, height, palette, *_of(scrolling))
        right = _facts(shown, width - left - 2, height, palette, chosen)
        lines = two_columns(window.lines, right, left, width, palette.bg.blank)
        return DrawnExample(lines, window.top, len(window.lines))
    if columns <= FEW:
        window = column_list(shown, width, height, palette, *_of(scrolling))
        border = border_lines(border_of(shown, data), width, palette)
        facts = _facts(shown, width, height - len(window.lines), palette, chosen, border)
        return DrawnExample([*window.lines, *facts][:height], window.top, len(window.lines))
    below = min(columns, max(LINES_FOR_COLUMNS, height // 4))
    facts = _facts(shown, width, max(1, height - below), palette, chosen)
    window = column_list(shown, width, height - len(facts), palette, *_of(scrolling))
    return DrawnExample([*facts, *window.lines], window.top, len(window.lines))


def lines_of_few_columns(data: Data) -> int | None:
    """The lines in which any example of few columns is shown with all that is said of it; None for other data."""
    columns, outputs = len(preparation_of(data).codings), int(data.train.Y.shape[1])
    if data.shape is not None or columns > FEW:
        return None
    several_targets = data.task == "regression" and outputs > 1
    answer = 1 + outputs if several_targets else 2
    scores = 0 if data.task == "regression" else outputs
    loss, border, neurons = 1, data.task != "regression" and is_of_points(data), 1
    return max(LINES_BESIDE, columns) + answer + scores + loss + border + neurons


def image_of(data: Data, raw: Array) -> Array:
    """The raw inputs as a picture: h × w in grey, or h × w × 3."""
    assert data.shape is not None, "the inputs are a picture"
    image: Array = raw.reshape(*data.shape, data.channels) if data.channels > 1 else raw.reshape(data.shape)
    return image


def _of(scrolling: Scrolling) -> tuple[int, int | None]:
    return scrolling.top, scrolling.cursor


def _facts(
    shown: ShownExample, width: int, height: int, palette: Palette, chosen: int | None, border: Sequence[Strip] = ()
) -> list[Strip]:
    """What is wanted and given, the outputs, the loss, and what neurons add; the more important ones if few fit."""
    first, loss = answer_lines(shown, width, palette), [loss_line(shown, width, palette), *border]
    output = shown.output if chosen is None or chosen >= len(shown.outputs) else chosen
    neurons = neuron_lines(shown, output, width, palette)
    if shown.meaning.task == "regression":
        return [*first, *loss, *neurons][:height]
    if len(shown.outputs) == 1:
        return [*first, output_line(shown, width, palette), *loss, *neurons][:height]
    room = height - len(first) - len(loss)
    scores = score_lines(shown, width, room, palette, chosen)
    return [*first, *loss, *scores, *(neurons if len(scores) < room else [])][:height]


def _with_picture(
    shown: ShownExample, data: Data, width: int, height: int, palette: Palette, chosen: int | None
) -> list[Strip]:
    assert data.shape is not None, "the inputs are a picture"
    if width < PICTURE_BESIDE_FROM:
        room = max(1, height - min(height // 2, 2 + len(shown.scores)))
        image = picture(image_of(data, shown.raw), width, room, palette)
        return [*image, *_facts(shown, width, height - len(image), palette, chosen)][:height]
    room = width - max(SCORES_LEAST, min(SCORES_MOST, width // 2)) - 2
    below = [*answer_lines(shown, room, palette), loss_line(shown, room, palette)]
    shorter = [wanted_line(shown, room, palette), below[-1]]
    lines = [_picture_lines(data, room, height - len(each), palette) for each in (below, shorter)]
    if lines[1] > lines[0]:
        below = shorter  # what is given is marked among the outputs
    image = picture(image_of(data, shown.raw), room, max(1, height - len(below)), palette)
    wide = max(image[0].cell_length, *(_text_cells(strip) for strip in below))
    beside = width - wide - 2
    if shown.meaning.task == "regression":
        right = []
    elif len(shown.outputs) == 1:
        right = [output_line(shown, beside, palette)]
    else:
        right = score_lines(shown, beside, height, palette, chosen)
    if len(right) + 1 < height:
        output = shown.output if chosen is None or chosen >= len(shown.outputs) else chosen
        right += [Strip.blank(beside, palette.bg.blank), *neuron_lines(shown, output, beside, palette)]
    return two_columns([*image, *below], right, wide, width, palette.bg.blank)[:height]


def _picture_lines(data: Data, width: int, height: int, palette: Palette) -> int:
    assert data.shape is not None, "the inputs are a picture"
    return grid(data.shape, width, max(1, height), palette).lines


def _text_cells(strip: Strip) -> int:
    """The cells of a line without the blanks at its end."""
    return cell_len("".join(segment.text for segment in strip).rstrip())
