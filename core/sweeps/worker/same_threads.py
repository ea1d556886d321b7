"""Jobs of one process with the same number of BLAS threads at once, others after them."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class SameThreads:
    """Lets jobs run at once only if they have the same number of BLAS threads: it is one for the whole process.

    Others wait, in the order in which they came. All jobs of one sweep have the same number.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: deque[object] = deque()
        self._threads = self._jobs = 0

    @contextmanager
    def keeping(self, threads: int) -> Iterator[None]:
        """Wait until this number of threads can be used, and keep it so within the context."""
        me = object()
        with self._changed:
            self._waiting.append(me)
            self._changed.wait_for(lambda: self._waiting[0] is me and (not self._jobs or self._threads == threads))
            self._waiting.popleft()
            self._threads, self._jobs = threads, self._jobs + 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._jobs -= 1
                self._changed.notify_all()


same_threads = SameThreads()
"""That of this process."""
