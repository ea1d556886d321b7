"""Handles keys, clicks and pasted text one at a time, in the order of arrival.

Each is handled after all effects of the previous one.

Textual forwards every event to the focused widget as soon as it is read, which is right while the user types slowly.
Over a slow link, or with key repeat, many events arrive in one read: all of them would go to the widget that has the
focus now, so what was typed after the key that closes a dialog would close it a second time, or be lost with it.
"""

from collections import deque
from time import perf_counter

from textual.app import App
from textual.events import Event, InputEvent, MouseEvent, MouseMove, Paste
from textual.message_pump import MessagePump

MOST_SECONDS = 2.0
LEAST_ROUNDS = 100
"""An event stops waiting for the previous one after MOST_SECONDS and LEAST_ROUNDS of markers: messages that never end,
such as those of training, must not block keys for ever."""
PAUSE_SECONDS = 0.005
"""Between two checks of a screen that is busy with something other than messages."""


class OrderedInput(App[None]):
    """An app that handles input events in the order in which they arrive.

    After each event, a marker is queued behind the messages of every widget that has any, repeatedly until none has,
    and finally in all widgets of the screen, since one may still be handling its last message. When all markers have
    been reached, the event has had its effects, and the next one is forwarded. A screen that is working on something
    other than messages, such as a command palette that is searching, says so by a property `is_busy`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Event] = deque()
        self._forwarded = self._settling = self._all_marked = False
        self._markers = self._rounds = 0
        self._latest = 0.0

    @property
    def unsettled(self) -> bool:
        """Whether events are waiting, or the last one hasn't had all its effects yet."""
        return self._settling or bool(self._waiting)

    async def on_event(self, event: Event) -> None:
        """Queue input from the terminal; handle forwarded input and all other events at once."""
        if isinstance(event, InputEvent | Paste) and not event.is_forwarded:
            self._waiting.append(event)
            await self._go_on()
        else:
            await super().on_event(event)

    async def _go_on(self) -> None:
        """Forward waiting events, as long as the previous one has had its effects."""
        while self._waiting and not self._settling:
            if self._forwarded:
                self._settling, self._rounds, self._latest = True, 0, perf_counter() + MOST_SECONDS
                self._mark()
                continue
            event = self._waiting.popleft()
            if isinstance(event, MouseEvent) and self._on_removed(event):
                continue
            self._forwarded = not isinstance(event, MouseMove)  # they come in hundreds, and change no focus
            await super().on_event(event)

    def _on_removed(self, event: MouseEvent) -> bool:
        """Whether the mouse is on a widget that is still shown but was removed: Textual raises AttributeError there."""
        widget, _offset = self.screen.get_widget_and_offset_at(event.x, event.y)
        return widget is not None and not widget.is_attached

    def _mark(self) -> None:
        """Queue a marker in each widget that has messages; if none has any, in all widgets."""
        self._rounds += 1
        nodes = self._pumps()
        busy = [node for node in nodes if node.message_queue_size]
        # A widget that is being removed takes no marker, and at the end of the app none does.
        self._markers = sum(node.call_later(self._reached) for node in busy)
        self._all_marked = not self._markers
        if self._all_marked:
            self._markers = sum(node.call_later(self._reached) for node in nodes)
            self._settling = self._forwarded = self._markers > 0

    def _reached(self) -> None:
        self._markers -= 1
        if self._markers:
            return
        nodes = self._pumps()
        if nodes and (self._rounds < LEAST_ROUNDS or perf_counter() < self._latest):
            if getattr(self.screen, "is_busy", False):
                self.set_timer(PAUSE_SECONDS, self._mark)
                return
            if not self._all_marked or any(node.message_queue_size for node in nodes):
                self._mark()
                return
        self._settling = self._forwarded = False
        self.call_later(self._go_on)

    def _pumps(self) -> list[MessagePump]:
        """The app and all widgets of the screen on top; none once the app has ended."""
        return [self, *self.screen.walk_children(with_self=True)] if self.screen_stack else []
