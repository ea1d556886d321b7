"""The messages to the user: all so far, and the one that stands on the message line."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from core.support.i18n import N_, _, translated
from tui_mlp.session.snapshot import Severity
from tui_mlp.text.numbers import count

KEPT = 500
"""The number of messages that are kept, the latest ones."""

SEVERITY_WORDS = {"warning": N_("warning"), "error": N_("error"), "breakpoint": N_("breakpoint")}
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
        """Whether it stands until the user dismisses it: errors and hits of breakpoints do."""
        return self.severity in ("error", "breakpoint")


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
        if before is not None and before.severity in ("warning", "error"):
            self.missed += 1
        self.shown = message

    def end(self) -> None:
        """Empty the message line."""
        self.shown, self.missed = None, 0

    def text(self) -> str:
        """All messages, newest first: a line with time, epoch and severity, and below it the whole text."""
        return "\n\n".join(map(entry, reversed(self.messages))) or _("There have been no messages so far.")


def entry(message: UserMessage) -> str:
    """A message in the list of all."""
    parts = [f"{message.at:%H:%M:%S}", _("epoch {}").format(count(message.epoch))]
    if message.severity in SEVERITY_WORDS:
        parts.append(translated(SEVERITY_WORDS[message.severity]))
    return f"{'   '.join(parts)}\n{message.text}"
