"""A picture drawn by hand, and what the network says of it."""

from textual.binding import Binding
from textual.events import MouseDown, MouseMove, MouseUp

from core.support.i18n import N_, _, ngettext
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.models.output.images.drawing import Drawing, Point, paper_shape
from tui_mlp.models.output.images.kept_drawings import KeptDrawings
from tui_mlp.models.output.images.picture_format import PictureFormat
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.render.frame import PADDING, inner_size
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.views.output.pane import StepWanted

from .sheet import SheetPane

RIGHT_BUTTON = 3
NAMES = 16
"""The most classes that are listed where one is asked for."""


class DrawPane(SheetPane):
    """A sheet of paper, drawn on by mouse or by keys. The picture made of it is the example in focus."""

    BINDINGS = [
        Binding("left", "move(0,-1)", N_("Pen to the left"), show=False),
        Binding("right", "move(0,1)", N_("Pen to the right"), show=False),
        Binding("up", "move(-1,0)", N_("Pen up"), show=False),
        Binding("down", "move(1,0)", N_("Pen down"), show=False),
        Binding("shift+left", "move(0,-4)", N_("Pen further to the left"), show=False),
        Binding("shift+right", "move(0,4)", N_("Pen further to the right"), show=False),
        Binding("shift+up", "move(-4,0)", N_("Pen further up"), show=False),
        Binding("shift+down", "move(4,0)", N_("Pen further down"), show=False),
        Binding("x", "press(False)", N_("Put the pen on the paper, or lift it"), show=False),
        Binding("X", "press(True)", N_("Put the eraser on the paper, or lift it"), show=False),
        Binding("backspace", "undo_stroke", N_("Take the last stroke back"), show=False),
        Binding("delete", "clear", N_("An empty sheet"), show=False),
        Binding("k", "keep", N_("Keep the drawing"), show=False),
        Binding("left_square_bracket,comma", "turn(-1)", N_("The kept drawing before"), show=False),
        Binding("right_square_bracket,full_stop", "turn(1)", N_("The next kept drawing"), show=False),
        Binding("t", "name_it", N_("Say what the drawing shows"), show=False),
        Binding("v", "turn_place", N_("Centred as the data, or where it was drawn"), show=False),
        Binding("enter", "step", N_("Step through the drawing"), show=False),
    ]

    def keys(self) -> list[tuple[str, str]]:
        """The keys that draw, most used first."""
        kept = [("[ ]", _("kept"))] if self.drawings.kept else []
        return [
            ("x", _("lift") if self._pressed == "keys" else _("pen")),
            ("↑↓←→", _("move")),
            ("X", _("eraser")),
            ("t", _("which")),
            ("k", _("keep")),
            *kept,
            ("↵", _("step")),
            ("v", _("centred") if self._in_place else _("in place")),
        ]

    # The pen

    def action_move(self, down: int, right: int) -> None:
        """Move the pen by dots; on the paper it draws."""
        form = self.form
        if form is None:
            return
        (row, column), (rows, columns) = self.pen(form), paper_shape(form.framing.shape)
        self._pen = max(0, min(row + down, rows - 1)), max(0, min(column + right, columns - 1))
        if self._pressed == "keys":
            self.use(self.drawings.drawn(self.shown.drawing.drawn_to(self.point(form))))
        else:
            self.redraw()

    def action_press(self, erases: bool) -> None:
        """Put the pen or the eraser on the paper, or lift it."""
        form = self.form
        if form is None:
            return
        if self._pressed == "keys" and self._erases == erases:
            self.lift()
            return
        self._pressed, self._erases = "keys", erases
        self.use(self.drawings.drawn(self.shown.drawing.begun(self.point(form), erases)))

    def lift(self) -> None:
        """Lift the pen."""
        self._pressed = ""
        self.redraw()

    def action_undo_stroke(self) -> None:
        """Take the last stroke back."""
        self.show(self.drawings.drawn(self.shown.drawing.undone()))

    def action_clear(self) -> None:
        """Begin on an empty sheet."""
        self.show(self.drawings.drawn(Drawing()))

    def action_keep(self) -> None:
        """Keep the drawing till the program ends."""
        drawings = self.drawings.keeping()
        if drawings is self.drawings:
            self.notify(_("There is nothing new to keep."))
            return
        text = ngettext("{} drawing of {} is kept for this session.", "{} drawings of {} are kept for this session.",
                        len(drawings.kept))  # fmt: skip
        self.notify(text.format(len(drawings.kept), self.source))
        self.show(drawings)

    def action_turn(self, direction: int) -> None:
        """Show the next (1) or the previous (-1) of the kept drawings, or the one that isn't kept."""
        if not self.drawings.kept:
            self.notify(_("No drawing is kept yet: k keeps this one."))
            return
        self.show(self.drawings.turned(direction))

    def show(self, drawings: KeptDrawings) -> None:
        """Show another drawing, with the pen lifted."""
        self._pressed = ""
        self.use(drawings)

    def action_turn_place(self) -> None:
        """Give the network the drawing centred, or where it was drawn."""
        self._in_place = not self._in_place
        self.use(self.drawings)

    def action_name_it(self) -> None:
        """Ask what the drawing shows."""
        self.ask(step=False)

    def ask(self, step: bool) -> None:
        """Ask what the drawing shows; then step through it if wanted."""
        form = self.form
        if form is None:
            return

        def accept(text: str) -> None:
            if text.strip() or not step:
                self.show(self.drawings.named(form.target(text.strip())))
            if step:
                self.step(form)

        names = ", ".join(form.meaning.names[:NAMES])
        note = _("What the drawing shows, so that the network's error is known: {}").format(names)
        if step:
            note = _("What the drawing shows: {}; nothing: without an error to send back").format(names)
        self.app.push_screen(Prompt(_("it shows"), "", accept, note))

    def action_step(self) -> None:
        """Ask for the equations of this example, and what it shows where that isn't known yet."""
        form = self.form
        if form is None:
            return
        if self.shown.target is None:
            self.ask(step=True)
        else:
            self.step(form)

    def step(self, form: PictureFormat) -> None:
        """Ask for the equations of this example."""
        self.post_message(StepWanted(ExampleFocus(values=form.values(self.made(form)), target=self.shown.target)))

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Lift the pen when other data are opened."""
        if before.data is not snapshot.data:
            self._pressed = ""
        super().watch_snapshot(before, snapshot)

    def text_to_copy(self, latex: bool) -> str:
        """The picture that the network gets as CSV, a line for each row of pixels."""
        form = self.form
        if form is None:
            return super().text_to_copy(latex)
        return "\n".join(",".join(f"{pixel:g}" for pixel in row) for row in form.scale.pixels(self.made(form)).tolist())

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "Draw a picture of the kind that the network learnt from, and see its outputs change. The network gets it "
            "laid into its frame as the pictures of the data are, found out from the training rows: MNIST's are scaled "
            "to a box and moved until their centre of mass is in the middle; the digits of UCI are stretched to a box "
            "of 32 by 20 dots, and strokes too thick or thin are made thinner or thicker by a dot or two. v gives it "
            "the drawing where it was drawn: often it isn't recognised then.\n\n"
            "mouse     press and drag; the right button or shift erases\n"
            "x         puts the pen on the paper, or lifts it; X the eraser\n"
            "← → ↑ ↓   move it; with shift further\n"
            "backspace takes the last stroke back; delete: an empty sheet\n"
            "t         says what the drawing shows, so that its loss is known\n"
            "enter     steps through it, equation by equation\n"
            "k  [ ]    keeps the drawing for this session; the kept ones of this source\n"
            "v         centred, or where it was drawn\n"
            "y         copy the pixels that the network gets, as CSV"
        )

    # The mouse

    def point_at(self, x: int, y: int) -> Point | None:
        """The place on the paper at a cell of the pane; outside, the nearest. None where there is no paper."""
        form = self.form
        if form is None:
            return None
        cells = self.sheet(form, *inner_size(*self.size)).cells
        down, right = (y - 1 + 0.5) / max(1, cells.lines), (x - PADDING + 0.5) / max(1, cells.width)
        return max(0.0, min(down, 1.0)), max(0.0, min(right, 1.0))

    def on_mouse_down(self, event: MouseDown) -> None:
        """Begin a stroke on the paper: of ink, or with the right button or shift of the eraser."""
        form, point = self.form, self.point_at(event.x, event.y)
        if form is None or point is None:
            return
        cells = self.sheet(form, *inner_size(*self.size)).cells
        if cells.pixel_at(event.x - PADDING, event.y - 1) is None:
            return
        self.capture_mouse()
        self._pressed, self._erases = "mouse", event.button == RIGHT_BUTTON or event.shift
        self.use(self.drawings.drawn(self.shown.drawing.begun(point, self._erases)))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Draw on while the button is pressed."""
        point = self.point_at(event.x, event.y)
        if self._pressed == "mouse" and point is not None:
            self.use(self.drawings.drawn(self.shown.drawing.drawn_to(point)), at_once=False)
        else:
            super().on_mouse_move(event)

    def on_mouse_up(self, event: MouseUp) -> None:
        """End the stroke, and look at the outputs of all of it."""
        if self._pressed == "mouse":
            self.release_mouse()
            self.show(self.drawings)
