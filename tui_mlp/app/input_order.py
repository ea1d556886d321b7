"""Keys, clicks and pasted text one at a time: each is handed on once all that the one before it set off is done.

Textual hands every event to the widget in focus as soon as it is read, which is right while a person types slowly. A
slow link or key repeat brings many in one read: all of them would go to the widget that has the focus now, and what
was typed after the key that closes a dialog would close it once more, or be lost with it.
"""

from collections import deque
from time import perf_counter

from textual.app import App
from textual.events import Event, InputEvent, MouseEvent, MouseMove, Paste
from textual.message_pump import MessagePump

MOST_SECONDS = 2.0
LEAST_ROUNDS = 100
"""How long an event waits for the one before it at the most, and how often all widgets are asked by then at the least:
what goes on by itself, such as training, must not hold keys up for ever."""
PAUSE_SECONDS = 0.005
"""Between two looks at a screen that is busy with something other than messages."""


class OrderedInput(App[None]):
    """An app whose input takes effect in the order in which it came.

    Before each but the first, a marker is put behind the messages of the widgets that have any, again and again till
    none has, and at last of all widgets on the screen, of which one may still be at its last message. When all markers
    have been reached, what came before has been dealt with, and the next event is handed on. A screen that works on
    otherwise, as a menu that still looks for its entries, says so by a property `is_busy`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Event] = deque()
        self._handed_on = self._settling = self._all_marked = False
        self._markers = self._rounds = 0
        self._latest = 0.0

    @property
    def unsettled(self) -> bool:
        """Whether input waits, or the last of it has not had all its effect yet."""
        return self._settling or bool(self._waiting)

    async def on_event(self, event: Event) -> None:
        """Input from the terminal waits for its turn; what is forwarded already, and all else, does not."""
        if isinstance(event, InputEvent | Paste) and not event.is_forwarded:
            self._waiting.append(event)
            await self._go_on()
        else:
            await super().on_event(event)

    async def _go_on(self) -> None:
        """Hand on what waits, as far as all before it has been dealt with."""
        while self._waiting and not self._settling:
            if self._handed_on:
                self._settling, self._rounds, self._latest = True, 0, perf_counter() + MOST_SECONDS
                self._mark()
                continue
            event = self._waiting.popleft()
            if isinstance(event, MouseEvent) and self._on_removed(event):
                continue
            self._handed_on = not isinstance(event, MouseMove)  # they come in hundreds, and close nothing
            await super().on_event(event)

    def _on_removed(self, event: MouseEvent) -> bool:
        """Whether the mouse is on a widget that is still shown but removed: Textual raises AttributeError there."""
        widget, _offset = self.screen.get_widget_and_offset_at(event.x, event.y)
        return widget is not None and not widget.is_attached

    def _mark(self) -> None:
        """Put markers behind messages, those of all widgets where none has any."""
        self._rounds += 1
        nodes = self._pumps()
        busy = [node for node in nodes if node.message_queue_size]
        # One that is being removed takes none, and at the end of the app none does.
        self._markers = sum(node.call_later(self._reached) for node in busy)
        self._all_marked = not self._markers
        if self._all_marked:
            self._markers = sum(node.call_later(self._reached) for node in nodes)
            self._settling = self._handed_on = self._markers > 0

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
        self._settling = self._handed_on = False
        self.call_later(self._go_on)

    def _pumps(self) -> list[MessagePump]:
        """The app and all widgets of the screen on top; none once the app has ended."""
        return [self, *self.screen.walk_children(with_self=True)] if self.screen_stack else []
