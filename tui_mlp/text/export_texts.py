"""The lines of the export dialog: kinds of files, weights, what came of an export."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

from core.support.i18n import N_, _, ngettext, translated
from core.support.memory import size_text

from .numbers import count, percent, plain_number, r2_text

if TYPE_CHECKING:
    from core.export.export import Exported

PURPOSES = {
    ".onnx": N_("runs in any language: onnxruntime, browsers, C++"),
    ".safetensors": N_("weights with metadata: for PyTorch and mlp-tui"),
    ".npz": N_("the same as arrays, for NumPy"),
    ".py": N_("one file of the lecture's equations, NumPy alone"),
}
"""What each kind of file is for, by its ending."""
WEIGHTS = {"last": N_("last weights"), "best": N_("best weights")}


def purpose_text(ending: str) -> str:
    """What files of this ending are for."""
    return translated(PURPOSES[ending])


def weights_name(kind: str) -> str:
    """The last or the best weights."""
    return translated(WEIGHTS[kind])


def weights_text(epoch: int, epoch_width: int, figures: tuple[float, float, float], on_validation: bool) -> str:
    """Of which epoch weights are, and the loss, the accuracy or R² there, where they are known, as the status line."""
    loss, accuracy, r2 = figures
    text = _("epoch {}").format(f"{count(epoch):>{epoch_width}}")
    if not math.isnan(loss):
        text += "  " + (_("validation {}") if on_validation else _("train {}")).format(plain_number(loss))
    if not math.isnan(accuracy):
        text += ", " + _("accuracy {}").format(percent(accuracy))
    if not math.isnan(r2):
        text += f", R² {r2_text(r2)}"
    return text


def result_text(exported: "Exported", card: Path | None) -> str:
    """What was written, how large it is, and how far it is from the model itself."""
    text = _("Written: {}, {}").format(exported.path, size_text(exported.size))
    if card is not None:
        text += "\n" + _("Model card: {}").format(card)
    compared = ngettext(
        "Read back and compared on {} row: the largest difference is {}.",
        "Read back and compared on {} rows: the largest difference is {}.",
        exported.rows,
    )
    difference = f"{exported.largest_difference:.1e}" if exported.largest_difference else "0"
    return text + "\n" + compared.format(count(exported.rows), difference)
