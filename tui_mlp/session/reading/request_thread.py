"""A thread that answers requests in their order, with messages for the screen."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from traceback import format_exc
from typing import Generic, TypeVar

from tui_mlp.session.snapshot import Event

Request = TypeVar("Request")


class RequestThread(ABC, Generic[Request]):
    """Owns the thread, which `_answer`s requests in their order. Messages for the user are in `events`.

    A subclass calls `_start` when it is ready.
    """

    def __init__(self, name: str) -> None:
        self.events: SimpleQueue[Event] = SimpleQueue()
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._wake: Callable[[], object] = lambda: None
        self._sent = self._answered = 0
        """How many requests were put into the queue, and how many of them the thread is done with."""
        self._thread = Thread(target=self._work, name=name, daemon=True)

    def attach(self, wake: Callable[[], object]) -> None:
        """Have `wake` called, on this thread, when there is a new result or event."""
        self._wake = wake

    @property
    def idle(self) -> bool:
        """Whether all that was requested is done, so that its results and events are there."""
        return self._answered == self._sent

    def close(self, timeout: float = 1.0) -> bool:
        """End the thread after its present request; whether it ended within `timeout` seconds."""
        self._requests.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _start(self) -> None:
        self._thread.start()

    def _send(self, request: Request) -> None:
        self._sent += 1
        self._requests.put(request)

    @abstractmethod
    def _answer(self, request: Request) -> None:
        """Do what is requested. On the thread."""

    def _tell(self, event: Event) -> None:
        self.events.put(event)
        self._wake()

    def _work(self) -> None:
        try:
            while (request := self._requests.get()) is not None:
                self._answer(request)
                self._answered += 1
        except BaseException as fault:  # the screen must know: a dead thread looks like a slow disk
            self._tell(Event(f"{type(fault).__name__}: {fault}", failed=True, details=format_exc()))
