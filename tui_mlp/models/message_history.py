"""The messages to the user: all so far, and the one that stands on the message line."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from core.support.i18n import N_, _, translated
from tui_mlp.session.snapshot import RunState, Severity
from tui_mlp.text.numbers import count

KEPT = 500
"""The number of messages that are kept, the latest ones."""

SEVERITY_WORDS = {
    "warning": N_("warning"), "error": N_("error"), "breakpoint": N_("breakpoint"), "divergence": N_("error"),
}  # fmt: skip
"""What the list of messages calls them; an information has no word."""


@dataclass(frozen=True, eq=False)
class UserMessage:
    """A message, with the time of day and the completed epochs when it came."""

    text: str
    severity: Severity
    at: datetime
    epoch: int

    @property
    def stays(self) -> bool:
        """Whether it stands until the user dismisses it: errors, divergence and hits of breakpoints do."""
        return self.severity in ("error", "breakpoint", "divergence")


class MessageHistory:
    """All messages, oldest first. `shown` stands on the message line.

    `missed` counts those that the line didn't show, or not for long, since it was empty last.
    """

    def __init__(self) -> None:
        self.messages: deque[UserMessage] = deque(maxlen=KEPT)
        self.shown: UserMessage | None = None
        self.missed = 0

    def add(self, message: UserMessage) -> None:
        """Add a message. It replaces the one that is shown, unless only that one stays until it is dismissed."""
        self.messages.append(message)
        before = self.shown
        if before is not None and before.stays and not message.stays:
            self.missed += 1
            return
        if before is not None and before.severity in ("warning", "error", "divergence"):
            self.missed += 1
        self.shown = message

    def end(self) -> None:
        """Empty the message line."""
        self.shown, self.missed = None, 0

    def outdated(self, state: RunState) -> bool:
        """Whether the one that is shown says why training stopped, and training is no longer there."""
        if self.shown is None:
            return False
        gone = {"breakpoint": state.busy, "divergence": state is not RunState.DIVERGED}
        return gone.get(self.shown.severity, False)

    def text(self) -> str:
        """All messages, newest first: a line with time, epoch and severity, and below it the whole text."""
        return "\n\n".join(map(entry, reversed(self.messages))) or _("There have been no messages so far.")


def entry(message: UserMessage) -> str:
    """A message in the list of all."""
    parts = [f"{message.at:%H:%M:%S}", _("epoch {}").format(count(message.epoch))]
    if message.severity in SEVERITY_WORDS:
        parts.append(translated(SEVERITY_WORDS[message.severity]))
    return f"{'   '.join(parts)}\n{message.text}"
