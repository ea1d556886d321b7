"""Where the output depends on the pixels."""

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp.models.output.images.pixel_slopes import PixelSlopes, pixel_slopes
from tui_mlp.models.output.shown_example import ShownExample, shown_example
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.frame import Facts, inner_size
from tui_mlp.render.output.images.picture import Grid, Pixel, grid, picture, signed_picture
from tui_mlp.render.strips import two_columns
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import data_number, short_figure
from tui_mlp.views.output.pane import OutputPane, StepWanted

LEAST_BESIDE = 8
"""Cells of each picture from which on the example stands beside its slopes."""
GAP = 2
NAME = 14
"""The most cells of a class's name in the title."""


class InputGradientPane(OutputPane):
    """∂a/∂x of one output by each pixel of the picture in focus: its size, or with its sign."""

    DRAWN = "colours"
    BINDINGS = [
        Binding("left", "move(0,-1)", N_("The pixel on the left"), show=False),
        Binding("right", "move(0,1)", N_("The pixel on the right"), show=False),
        Binding("up", "move(-1,0)", N_("The pixel above"), show=False),
        Binding("down", "move(1,0)", N_("The pixel below"), show=False),
        Binding("home", "strongest", N_("The pixel that matters most"), show=False),
        Binding("v", "turn_sign", N_("Size of the slopes, or with their sign"), show=False),
        Binding("enter", "step", N_("Step through this example"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signed = False
        self._pixel: Pixel | None = None
        """The pixel in focus; None for the one that matters most."""
        self._found: tuple[object, object, ShownExample, PixelSlopes] | None = None
        """The outputs and the focus that the slopes were computed of, the example and its slopes."""

    def found(self) -> tuple[ShownExample, PixelSlopes] | None:
        """The example in focus and its slopes; None before there are outputs. Raises InputError."""
        outputs, focus = self.outputs, self.output_focus
        if outputs is None or outputs.model.shape is None:
            return None
        if self._found is None or self._found[0] is not outputs or self._found[1] is not focus:
            shown = shown_example(outputs, focus)
            if shown is None:
                return None
            self._found = outputs, focus, shown, pixel_slopes(shown, focus.output)
        return self._found[2:]

    def found_or_none(self) -> tuple[ShownExample, PixelSlopes] | None:
        """The same, None too where the body says why there are no slopes."""
        try:
            return self.found()
        except InputError:
            return None

    def title(self) -> str:
        """Which output it is about."""
        found = self.found_or_none()
        if found is None:
            return _("Slope by pixel")
        name = clipped(found[1].name, NAME, self.palette.ascii)
        return self.at_threshold(_("Where {} depends on the pixels").format(name))

    def facts(self) -> Facts:
        """The largest slope, and whether signs are shown."""
        found = self.found_or_none()
        if found is None:
            return ""
        text = _("slope up to ±{}") if self._signed else _("|slope| up to {}")
        return text.format(short_figure(found[1].largest))

    def keys(self) -> list[tuple[str, str]]:
        """The keys that change what is shown."""
        return [
            ("v", _("size alone") if self._signed else _("with sign")),
            ("c", _("output")),
            ("↑↓←→", _("pixel")),
            ("↵", _("step")),
        ]

    @property
    def pixel(self) -> Pixel:
        """The pixel in focus."""
        found = self.found_or_none()
        if found is None:
            return 0, 0
        if self._pixel is None:
            return found[1].strongest
        high, wide = found[1].slopes.shape
        return min(self._pixel[0], high - 1), min(self._pixel[1], wide - 1)

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The slopes, beside them the example where there is room, and below what is said of the pixel in focus."""
        if outputs.model.shape is None:
            return sentences(_("The inputs are no pictures."), width, self.palette)
        try:
            found = self.found()
        except InputError as problem:
            return sentences(str(problem), width, self.palette)
        if found is None:
            return self.nothing_yet(width)
        shown, slopes = found
        text = self.about(shown, slopes, width)
        room = max(1, height - len(text))
        if height < 2 * len(text):
            text, room = [], height
        each, beside = self.parts(width)
        values = slopes.slopes if self._signed else np.abs(slopes.slopes)
        drawn = signed_picture(values, each, room, self.palette, vmax=slopes.largest or 1.0, at=self._pixel)
        if beside:
            example = picture(picture_of(shown), each, room, self.palette, at=self._pixel)
            wide = max(strip.cell_length for strip in drawn)
            drawn = two_columns(drawn, example, wide, width, self.palette.bg.blank)
        return [*drawn, *text]

    def parts(self, width: int) -> tuple[int, bool]:
        """The cells of each picture, and whether there are two."""
        each = (width - GAP) // 2
        return (each, True) if each >= LEAST_BESIDE else (width, False)

    def about(self, shown: ShownExample, slopes: PixelSlopes, width: int) -> list[Strip]:
        """What is said of the picture and of the pixel in focus."""
        row, column = self.pixel
        slope, value = float(slopes.slopes[row, column]), float(picture_values(shown)[row, column].mean())
        if not slopes.largest:
            return sentences(_("No pixel changes it: all slopes are 0 here."), width, self.palette)
        place = _("pixel {}, {} is {}: slope {}") if self._pixel else _("most at {}, {}, which is {}: slope {}")
        lines = sentences(
            place.format(row + 1, column + 1, data_number(value), short_figure(slope)), width, self.palette
        )
        if self._signed:
            lines += sentences(self.legend(), width, self.palette)
        return lines

    def legend(self) -> str:
        """What the signs look like."""
        if self.palette.heat:
            return _("blue: a larger pixel raises it; orange: lowers it")
        return _("shades: a larger pixel raises it; lines: lowers it")

    def text_to_copy(self, latex: bool) -> str:
        """The slopes as CSV, a line for each row of pixels."""
        found = self.found_or_none()
        if found is None:
            return super().text_to_copy(latex)
        return "\n".join(",".join(f"{slope!r}" for slope in row) for row in found[1].slopes.tolist())

    # Keys and mouse

    def action_move(self, down: int, right: int) -> None:
        """Move the focus by pixels."""
        found = self.found_or_none()
        if found is not None:
            (row, column), (high, wide) = self.pixel, found[1].slopes.shape
            self._pixel = max(0, min(row + down, high - 1)), max(0, min(column + right, wide - 1))
            self.redraw()

    def action_strongest(self) -> None:
        """Look at the pixel that matters most again."""
        self._pixel = None
        self.redraw()

    def action_turn_sign(self) -> None:
        """Change between the size of the slopes and their sign."""
        self._signed = not self._signed
        self.redraw()

    def action_step(self) -> None:
        """Ask for the equations of this example."""
        found = self.found_or_none()
        if found is not None:
            self.post_message(StepWanted(found[0].focus))

    def cells(self, width: int, height: int) -> Grid | None:
        """How the slopes stand in a body of this size."""
        found = self.found_or_none()
        if found is None:
            return None
        text = len(self.about(*found, width))
        room = height if height < 2 * text else max(1, height - text)
        return grid(found[1].slopes.shape, self.parts(width)[0], room, self.palette)

    def clicked(self, x: int, y: int) -> None:
        """Focus the pixel there, in either picture."""
        cells = self.cells(*inner_size(*self.size))
        if cells is None:
            return
        pixel = cells.pixel_at(x, y) or cells.pixel_at(x - cells.width - GAP, y)
        if pixel is not None:
            self._pixel = pixel
            self.redraw()

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "How much an output changes with each pixel of the picture in focus: ∂a/∂x, by the equations of "
            "backpropagation sent back without an update, in the output's unit for a pixel's. A slope of 0.3 means "
            "that a pixel larger by 0.1 changes the output by about 0.03. The output is the class that the network "
            "gives; c chooses another. Of pictures in colours, a slope is that of all channels together. Slopes say "
            "what matters near this picture, not why the class was learnt.\n\n"
            "v        the size of the slopes, or with their sign\n"
            "c  C     another output\n"
            "← → ↑ ↓  a pixel, with its value and slope; home: the one that matters most\n"
            "enter    steps through this example\n"
            "y        copies the slopes as CSV"
        )


def picture_values(shown: ShownExample) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The raw values of the pixels, h × w × channels."""
    assert shown.model.shape is not None, "the inputs are a picture"
    return shown.raw.astype(float).reshape(*shown.model.shape, shown.model.channels)


def picture_of(shown: ShownExample) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The example as a picture: h × w × 3 in colours, else h × w."""
    values = picture_values(shown)
    return values if values.shape[2] == 3 else values.mean(2)
