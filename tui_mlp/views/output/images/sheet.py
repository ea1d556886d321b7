"""A sheet with a drawing, and the picture that the network gets."""

from time import perf_counter

from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.calls import Array
from core.support.i18n import _
from tui_mlp.models.output.images.drawing import Drawing, Point, paper_shape, pen_on_paper
from tui_mlp.models.output.images.kept_drawings import KeptDrawings, LabelledDrawing
from tui_mlp.models.output.images.picture_format import PictureFormat
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.frame import Facts
from tui_mlp.render.output.images.drawing_sheet import Sheet, sheet
from tui_mlp.render.output.images.picture import Pixel
from tui_mlp.render.word_wrap import sentences
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.widgets.app_base import app_of

SECONDS = 0.05
"""From one look at the outputs to the next while the mouse draws: events come faster than they can be shown."""
NAME = 16
"""The most cells of a class's name in the top border."""


class SheetPane(OutputPane):
    """Shows one of the drawings of this source; the picture made of it is the example in focus."""

    ALLOW_SELECT = False
    """While text is selected, Textual writes the whole screen at each move of the mouse: 30 kB."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._form: PictureFormat | None = None
        self._pen: Pixel | None = None
        """The dot where the pen is; None for the middle."""
        self._pressed: str = ""
        """What draws now: "keys", "mouse" or nothing."""
        self._erases = False
        self._in_place = False
        self._looked_at = 0.0
        self._ink: tuple[Drawing, object, Array] | None = None
        self._made: tuple[Drawing, object, Array] | None = None
        """The drawing and what else they were made with, and the ink on the paper and the picture made of it."""

    # What is drawn

    @property
    def source(self) -> str:
        """The source of the data, for which drawings are kept."""
        return str(self.snapshot.experiment.data.source)

    @property
    def drawings(self) -> KeptDrawings:
        """The kept drawings of this source and its classes, kept by the app: panes are made again for other data."""
        return app_of(self).kept_drawings.setdefault(self.drawings_key, KeptDrawings())

    @property
    def drawings_key(self) -> tuple[str, ...]:
        """The source, and what its targets are called."""
        data = self.snapshot.data
        return self.source, *(data.class_names or data.target_names)

    @property
    def shown(self) -> LabelledDrawing:
        """The drawing that is shown."""
        return self.drawings.shown

    @property
    def form(self) -> PictureFormat | None:
        """The paper, made once for some data; None before there are outputs, and where the inputs are no pictures."""
        outputs = self.outputs
        if outputs is None or outputs.model.shape is None:
            return None
        if self._form is None or self._form.data is not outputs.data:
            self._form = PictureFormat.of(outputs.data, outputs.model.meaning)
        return self._form

    def ink(self, form: PictureFormat, dots: Pixel) -> Array:
        """The ink on the paper in rows and columns of dots, from 0 to 1."""
        drawing, pen = self.shown.drawing, pen_on_paper(form.framing, dots[0])
        known = self._ink if self._ink is not None and self._ink[1] == (form.framing, dots) else None
        if known is None or known[0] is not drawing:
            ink = None if known is None else drawing.ink_added(known[0], known[2], pen)
            self._ink = drawing, (form.framing, dots), drawing.ink(*dots, pen) if ink is None else ink
        assert self._ink is not None, "it was made just now"
        return self._ink[2]

    def made(self, form: PictureFormat, at_once: bool = True) -> Array:
        """The picture that the network gets, as ink; unless `at_once`, perhaps that of a moment ago."""
        drawing, key = self.shown.drawing, (form.framing, self._in_place)
        known = self._made if self._made is not None and self._made[1] == key else None
        if known is None or (at_once and known[0] is not drawing):
            self._made = known = drawing, key, form.picture(drawing, self._in_place)
        return known[2]

    def use(self, drawings: KeptDrawings, at_once: bool = True) -> None:
        """Show another state of the kept drawings, and the outputs of its picture."""
        app_of(self).kept_drawings[self.drawings_key] = drawings
        form = self.form
        if form is None:
            return
        wait = SECONDS * max(1.0, app_of(self).interval_factor)
        if at_once or perf_counter() >= self._looked_at + wait:
            self._looked_at = perf_counter()
            values = form.values(self.made(form))
            self.move_focus(example=ExampleFocus(values=values, target=drawings.shown.target))
        else:
            self.redraw()

    # How it looks

    def title(self) -> str:
        """The name of the pane, and which kept drawing is shown."""
        drawings = self.drawings
        if drawings.place is None:
            return _("Draw")
        return _("Drawing {} of {}").format(drawings.place + 1, len(drawings.kept))

    def facts(self) -> Facts:
        """What the drawing shows, and what the pen does."""
        target, form = self.shown.target, self.form
        name = "" if target is None or form is None else clipped(form.names_of(target), NAME, self.palette.ascii)
        pen = "" if not self._pressed else _("erases") if self._erases else _("draws")
        return "  ".join(filter(None, (name and _("it is {}").format(name), pen)))

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The paper, and what the network gets of it."""
        form = self.form
        if form is None:
            return sentences(_("The inputs are no pictures, so there is nothing to draw."), width, self.palette)
        place = self.sheet(form, width, height)
        dots, pen = place.cells.shape, None
        if self.has_focus and self._pressed != "mouse":
            down, right = self.point(form)
            pen = int(down * dots[0]), int(right * dots[1])
        ink, made = self.ink(form, dots), self.made(form, at_once=self._pressed != "mouse")
        return place.draw(ink, pen, made, self.about(form), width, height, self.palette)

    def sheet(self, form: PictureFormat, width: int, height: int) -> Sheet:
        """Where the paper lies in a body of this size."""
        return sheet(form.framing.shape, width, height, self.palette)

    def about(self, form: PictureFormat) -> str:
        """What is said of the picture that the network gets."""
        if not self.shown.drawing.strokes:
            return _("Press and drag; or x, then the arrows.")
        if self._in_place or form.framing.by == "nothing":
            return _("what the network gets: where it was drawn")
        if form.framing.by == "mass":
            return _("what the network gets: centred by its mass, as its data")
        return _("what the network gets: stretched to a box, as its data")

    def pen(self, form: PictureFormat) -> Pixel:
        """The dot where the pen is."""
        rows, columns = paper_shape(form.framing.shape)
        row, column = self._pen or (rows // 2, columns // 2)
        return min(row, rows - 1), min(column, columns - 1)

    def point(self, form: PictureFormat) -> Point:
        """The same in shares of the paper."""
        (row, column), (rows, columns) = self.pen(form), paper_shape(form.framing.shape)
        return (row + 0.5) / rows, (column + 0.5) / columns
