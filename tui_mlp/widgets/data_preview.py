"""A preview of a data set: some lines of text and a small picture."""

from rich.segment import Segment
from textual.strip import Strip

from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.support.i18n import _, ngettext
from tui_mlp.render.cell_text import displayed, wrapped_lines
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.preview import preview
from tui_mlp.render.strips import fill, fit
from tui_mlp.text.description_text import short_lines
from tui_mlp.text.numbers import count

from .app_base import app_of
from .strip_view import StripView


class DataPreview(StripView):
    """Shows an experiment with its data, other lines, or a message."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, panel=True)
        self._found: tuple[Experiment, Data, str] | list[tuple[str, str]] | str = ""

    def show_data(self, experiment: Experiment, data: Data, source: str) -> None:
        """Show this experiment and its data, and where they come from."""
        self._found = experiment, data, source
        self.draw()

    def show_lines(self, lines: list[tuple[str, str]]) -> None:
        """Show lines, each with the name of its style, instead of data."""
        self._found = lines
        self.draw()

    def show_message(self, text: str) -> None:
        """Show a message instead of data."""
        self._found = text
        self.draw()

    def on_resize(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw the lines, and the picture below them."""
        (width, height), colours = self.size, app_of(self).palette
        found = [(self._found, "warn")] if isinstance(self._found, str) else self._found
        if isinstance(found, list):
            strips = [
                line
                for text, style in found
                for line in (
                    self.wrapped(text, style, colours) if style == "warn" else [self.line(text, style, colours)]
                )
            ]
        else:
            strips = [self.line(text, style, colours) for text, style in self.texts(*found)]
            for text, style in short_lines(found[1].description):
                strips += self.wrapped(text, style, colours)
            strips.append(self.line("", "fg", colours))
            strips += preview(found[1], width, height - len(strips), colours)
        self.show(fill(strips, width, height, colours.panel.blank))

    def wrapped(self, text: str, style: str, colours: Palette) -> list[Strip]:
        """A text on as many lines as it takes."""
        lines = wrapped_lines(displayed(text, colours.ascii), self.size.width)
        return [self.line(line, style, colours) for line in lines]

    def line(self, text: str, style: str, colours: Palette) -> Strip:
        """One line in one of the panel's styles."""
        return fit(
            [Segment(displayed(text, colours.ascii), getattr(colours.panel, style))],
            self.size.width,
            colours.panel.blank,
        )

    def texts(self, experiment: Experiment, data: Data, source: str) -> list[tuple[str, str]]:
        """Texts and styles of the lines above the description: name, task, rows, network, source."""
        inputs, outputs = data.train.inputs.shape[1], data.train.Y.shape[1]
        task = _("classification") if data.task == "classification" else _("regression")
        sizes = "-".join(map(str, (inputs, *experiment.network.hidden, outputs)))
        return [
            (experiment.name, "accent_bold"),
            (ngettext("{}, {} row", "{}, {} rows", data.rows).format(task, count(data.rows)), "fg"),
            (_("network") + f"  {sizes}, {experiment.training.optimizer}", "fg"),
            (source, "faint"),
            ("", "fg"),
        ]
