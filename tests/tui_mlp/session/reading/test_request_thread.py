"""A thread that answers requests: idle when all are answered, ended on request, and its faults are told."""

from queue import SimpleQueue
from threading import Event as Signal

from tui_mlp.session.reading.request_thread import RequestThread


class Division(RequestThread[int]):
    """Answers each number with its share of 12, when it is let go on."""

    def __init__(self) -> None:
        super().__init__("division")
        self.go_on, self.answers = Signal(), SimpleQueue[int]()
        self._start()

    def ask(self, number: int) -> None:
        self._send(number)

    def _answer(self, request: int) -> None:
        assert self.go_on.wait(10)
        self.answers.put(12 // request)


def test_it_is_idle_when_all_is_answered_and_ends_after_the_present_request() -> None:
    thread = Division()
    assert thread.idle
    thread.ask(3)
    thread.ask(4)
    assert not thread.idle
    assert not thread.close(timeout=0.01), "it is in the middle of a request"
    thread.go_on.set()
    assert [thread.answers.get(timeout=10) for _ in range(2)] == [4, 3]
    assert thread.close(timeout=10)
    assert thread.idle


def test_a_fault_is_told_and_wakes_the_screen() -> None:
    thread, woken = Division(), Signal()
    thread.attach(woken.set)
    thread.go_on.set()
    thread.ask(0)
    assert woken.wait(10)
    event = thread.events.get_nowait()
    assert event.failed
    assert event.text.startswith("ZeroDivisionError")
    assert "_answer" in event.details
    assert not thread.idle, "what wasn't answered doesn't count as done"
