"""The verdict on a replay: the same bits, the same but for rounding, or other weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from core.calls import Array
from core.support.errors import InputError
from core.support.i18n import _
from core.timeline.consistency import position_text
from core.timeline.journal import Position
from core.training.divergence import Diverged

from .replay_by_parts import PartsResult
from .rounding import ROUNDING, largest_difference, rounding_limit, same_bits


class ReplayVerdict(NamedTuple):
    """Whether a replay ended with the run's bits (`exact`), or with the same weights but for rounding (`same`).

    `off` is the largest difference of a weight, None if unknown.
    """

    exact: bool
    same: bool
    off: float | None
    text: str


@dataclass(frozen=True)
class WeightComparison:
    """The weights at the end of a replay beside those that the run saved.

    `theta`           the replay's weights, flat, and their `digest`
    `saved`           the run's in its checkpoint at the end; None where there is none that can be read
    `journal_digest`  the digest with which the run's journal ends; None where it doesn't
    `differing`       checkpoints that differed by more than rounding: position, largest difference of a weight
    `differs`         differences from the conditions of the run, in words
    `by_parts`        trains the run again from checkpoint to checkpoint; None if interrupted
    """

    theta: Array
    digest: str
    saved: Array | None
    journal_digest: str | None
    differing: Sequence[tuple[Position, float]]
    differs: Sequence[str]
    by_parts: Callable[[], PartsResult | None]

    def verdict(self) -> ReplayVerdict:
        """The verdict. Calls `by_parts` where the weights differ by more than rounding and the conditions differ."""
        saved, theta = self.saved, self.theta
        if saved is None and self.journal_digest is None:
            return ReplayVerdict(False, False, None, _("there are no weights of the run to compare with"))
        exact = self.journal_digest in (None, self.digest) and (saved is None or same_bits(saved, theta))
        if exact and not self.differing:
            return ReplayVerdict(True, True, 0.0, _("the same weights as the run's, to the last bit"))
        if exact:
            at, off = self.differing[0]
            text = _("the run's weights at the end, but those in the checkpoint of {} differ by up to {:.3g}")
            return ReplayVerdict(False, False, 0.0, text.format(position_text(*at), off))
        why = "; ".join(self.differs)
        if saved is None or saved.shape != theta.shape:
            why = why or _("program, NumPy, processor and data are the same, so the journal is incomplete")
            text = _("weights that differ from the run's and can't be compared: {}").format(why)
            return ReplayVerdict(False, False, None, text)
        off = largest_difference(saved, theta)
        if self.journal_digest not in (None, sha256(saved.tobytes()).hexdigest()):
            return ReplayVerdict(False, False, off, self._contradiction(saved, off))
        if off <= rounding_limit(saved) and not self.differing:
            why = why or _("program, NumPy, processor and data are the same")
            text = _("the same weights as the run's, except for rounding: they differ by up to {:.1e}; {}")
            return ReplayVerdict(False, True, off, text.format(off, why))
        return self._far_off(max([off, *(apart for _at, apart in self.differing)]), why)

    def _contradiction(self, saved: Array, off: float) -> str:
        """The message where the journal's digest isn't that of the checkpoint at the same position."""
        if same_bits(saved, self.theta):
            return _("the same weights as in the last checkpoint, but the journal ends with another digest")
        if self.journal_digest == self.digest:
            text = _("the weights that the journal ends with, but those in the last checkpoint differ by up to {:.3g}")
            return text.format(off)
        text = _(
            "weights that differ from the last checkpoint by up to {:.3g}, and the journal ends with another "
            "digest: one of the two was changed afterwards"
        )
        return text.format(off)

    def _far_off(self, off: float, why: str) -> ReplayVerdict:
        """The verdict on weights that differ by more than ROUNDING: by grown rounding, or otherwise."""
        if not self.differs:
            why = _("program, NumPy, processor and data are the same, so the journal is incomplete, or was changed")
        else:
            try:
                parts = self.by_parts()
            except (InputError, Diverged) as problem:
                return ReplayVerdict(
                    False, False, off, _("weights that differ from the run's by up to {:.3g}: {}").format(off, problem)
                )
            if parts is not None and parts.differing_part is None:
                text = _(
                    "weights that differ from the run's by up to {:.3g} at the end, as rounding grew: from checkpoint "
                    "to checkpoint they are the same, up to {:.1e}; {}"
                )
                if parts.worst > ROUNDING[self.theta.itemsize]:
                    text = _(
                        "weights that differ from the run's by up to {:.3g}, as rounding grew: from checkpoint to "
                        "checkpoint by up to {:.1e}, like two trainings that start one rounding apart; {}"
                    )
                return ReplayVerdict(False, True, off, text.format(off, parts.worst, why))
            if parts is not None and parts.differing_part is not None:
                text = _(
                    "more than rounding explains between {} and {}: the journal, the data or a checkpoint was changed, "
                    "or the program computes it differently now; {}"
                )
                why = text.format(*(position_text(*one) for one in parts.differing_part), why)
        return ReplayVerdict(
            False, False, off, _("weights that differ from the run's by up to {:.3g}: {}").format(off, why)
        )
