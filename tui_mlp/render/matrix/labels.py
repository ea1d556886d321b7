"""The labels of the rows and columns of Θ(l)."""

from typing import NamedTuple

from core.support.i18n import _
from tui_mlp.render.cell_text import widest

from .matrix import LABEL

LONGEST_LABEL = 12
"""The most cells of a row label; a longer name is cut there, and shown whole below the matrix."""


class MatrixLabels(NamedTuple):
    """The labels of Θ(layer) and of matrices of its shape.

    `names` are those of the inputs; empty where the rows of layer 1 are pixels, and for the other layers.
    """

    layer: int
    names: tuple[str, ...] = ()

    def row(self, j: int) -> str:
        """The label beside row j, 0 being the bias."""
        if j == 0:
            return _("bias")
        return self.names[j - 1] if self.names else str(j)

    def column(self, k: int) -> str:
        """The label above column k, which counts from 0 here and from 1 on the screen."""
        return str(k + 1)

    def source(self, j: int) -> str:
        """Where the weights of row j come from: the bias, an input by its name, a pixel or a neuron."""
        if j == 0:
            return _("bias")
        if self.names:
            return self.names[j - 1]
        return _("pixel {}").format(j) if self.layer == 1 else _("neuron {}").format(j)

    def width(self, ascii: bool) -> int:
        """The cells of the row labels."""
        return max(LABEL, widest((_("bias"),), ascii), min(widest(self.names, ascii), LONGEST_LABEL))
