"""Drawings kept for the session, and the one being drawn."""

from dataclasses import dataclass, field, replace

from core.calls import Array

from .drawing import Drawing


@dataclass(frozen=True, eq=False)
class LabelledDrawing:
    """A drawing, and what it shows: the targets y, s_L numbers, None where nobody has said it."""

    drawing: Drawing = field(default_factory=Drawing)
    target: Array | None = None


@dataclass(frozen=True, eq=False)
class KeptDrawings:
    """Kept drawings of one source, and `loose`, the one that isn't kept. `place` is that of the kept one shown.

    `place` None stands for the loose one.
    """

    kept: tuple[LabelledDrawing, ...] = ()
    loose: LabelledDrawing = field(default_factory=LabelledDrawing)
    place: int | None = None

    @property
    def shown(self) -> LabelledDrawing:
        """The drawing that is shown."""
        return self.loose if self.place is None else self.kept[self.place]

    def drawn(self, drawing: Drawing) -> "KeptDrawings":
        """With another drawing as the loose one; a kept drawing stays as it is. Without strokes it shows nothing."""
        target = self.shown.target if drawing.strokes else None
        return replace(self, loose=LabelledDrawing(drawing, target), place=None)

    def named(self, target: Array) -> "KeptDrawings":
        """With the targets of the drawing that is shown."""
        named = replace(self.shown, target=target)
        if self.place is None:
            return replace(self, loose=named)
        return replace(self, kept=(*self.kept[: self.place], named, *self.kept[self.place + 1 :]))

    def keeping(self) -> "KeptDrawings":
        """With the loose drawing kept; the same where it has no strokes or a kept one is shown."""
        if self.place is not None or not self.loose.drawing.strokes:
            return self
        return KeptDrawings((*self.kept, self.loose), LabelledDrawing(), len(self.kept))

    def turned(self, direction: int) -> "KeptDrawings":
        """At the next (1) or the previous (-1) drawing: the kept ones in their order, then the loose one."""
        places = [*range(len(self.kept)), None]
        return replace(self, place=places[(places.index(self.place) + direction) % len(places)])
