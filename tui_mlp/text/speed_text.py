"""The speed of a training and the time left as text."""

from core.support.i18n import _, ngettext

from .numbers import speed

SLOWER_THAN_SET = 0.9
"""Below this share of the speed that is set, what was measured is shown too."""
KEEP_MINUTES, KEEP_SHARE = 0.6, 0.1
"""The minutes, and the share of the time left, by which an estimate may differ from the one shown without a change."""
HOURS_FROM = 100
"""Minutes from which the time left is shown in hours."""


def speed_text(limit: int | None, measured: float, busy: bool) -> str:
    """The speed for the header: the one that is set, such as `at most 100/s`; while training, the measured one.

    Beside the one that is set, the measured one is shown only if training doesn't reach it. Empty for none.
    """
    if limit is None:
        return speed(measured) if busy and measured else ""
    text = _("at most {}/s").format(limit)
    return f"{speed(measured)}, {text}" if busy and 0 < measured < SLOWER_THAN_SET * limit else text


def speed_sentence(limit: int | None) -> str:
    """What a speed means, in a sentence."""
    if limit is None:
        return _("Training runs as fast as it goes.")
    return ngettext("Training runs at {} epoch a second.", "Training runs at {} epochs a second.", limit).format(limit)


class TimeLeft:
    """The time left in whole minutes. What is shown stays as long as it is about right, so that it doesn't flicker."""

    def __init__(self) -> None:
        self._minutes = 0

    def text(self, seconds: float | None) -> str:
        """The text for an estimate, such as `3 min left`; empty under a minute, and for None."""
        if seconds is None:
            self._minutes = 0
        elif abs(seconds / 60 - self._minutes) > max(KEEP_MINUTES, KEEP_SHARE * self._minutes):
            self._minutes = round(seconds / 60) if seconds >= 60 else 0
        if not self._minutes:
            return ""
        if self._minutes < HOURS_FROM:
            return _("{} min left").format(self._minutes)
        hours = round(self._minutes / 60)
        return ngettext("{} hour left", "{} hours left", hours).format(f"{hours:,}")
