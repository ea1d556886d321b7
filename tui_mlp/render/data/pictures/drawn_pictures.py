"""Pictures of rows as strips, each drawn once as long as it stays as large."""

from typing import Literal

from textual.strip import Strip

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.pictures.mean_pictures import MeanPicture
from tui_mlp.models.data.pictures.picture_values import picture_range, prepared_picture, raw_picture
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.images.picture import Grid, picture, signed_picture

PictureForm = Literal["raw", "prepared", "means"]
"""As in the source, as the network gets them, or the means of the classes."""

MOST_KEPT = 2000
"""The drawings that are kept, at most: some tens of lines each."""


class DrawnPictures:
    """Draws pictures, and keeps the drawings until others are wanted, or in another size."""

    def __init__(self) -> None:
        self._key: object = None
        self._drawn: dict[int, list[Strip]] = {}

    def strips(self, source: SourceRows, row: int, form: PictureForm, cells: Grid, palette: Palette) -> list[Strip]:
        """The picture of a row in these cells."""
        key = source, form, cells, palette
        if self._key != key or len(self._drawn) >= MOST_KEPT:
            self._key, self._drawn = key, {}
        if row not in self._drawn:
            self._drawn[row] = _drawn(source, row, form, cells, palette)
        return self._drawn[row]


def _drawn(source: SourceRows, row: int, form: PictureForm, cells: Grid, palette: Palette) -> list[Strip]:
    width, height = cells.width, cells.lines
    if form == "prepared":
        made, limits = prepared_picture(source, row), picture_range(source)
        if made is None:
            return []
        if limits.signed:
            return signed_picture(made, width, height, palette, vmax=limits.strongest)
        return picture(made, width, height, palette, high=limits.strongest)
    raw = raw_picture(source, row)
    return [] if raw is None else picture(raw, width, height, palette, high=1.0)


def mean_strips(found: MeanPicture, index: int, cells: Grid, palette: Palette) -> list[Strip] | None:
    """The mean (0), the standard deviation (1) or the difference from all (2) of a group; None for other indices."""
    width, height = cells.width, cells.lines
    if found.mean is None or found.deviation is None or found.difference is None or index > 2:
        return None
    if index == 2:
        return signed_picture(found.difference, width, height, palette)
    return picture(
        found.mean if index == 0 else found.deviation, width, height, palette, high=1.0 if index == 0 else 0.5
    )
