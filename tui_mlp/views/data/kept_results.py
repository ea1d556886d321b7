"""Results that take long with many rows: computed on another thread, and kept."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Generic, TypeVar
from weakref import ref

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.widgets.background import in_background

from .pane import DataPane

R = TypeVar("R")

FEW_ROWS = 20_000
"""The rows up to which results are computed at once: in less than 20 ms."""
MOST_KEPT = 64
"""Results that are kept where nothing else is said."""


class KeptResults(Generic[R]):
    """At most `most` results for the rows of one source, by what was wanted; the pane is drawn when one comes.

    On another thread one is computed at a time, and after it the one that was wanted last.
    """

    def __init__(self, pane: DataPane, most: int = MOST_KEPT) -> None:
        self._pane, self._most = pane, most
        self._source: Callable[[], SourceRows | None] = lambda: None
        self._results: dict[Hashable, R] = {}
        self._next: tuple[Hashable, Callable[[], R]] | None = None
        self._working = False

    def result(self, source: SourceRows, wanted: Hashable, work: Callable[[], R]) -> R | None:
        """What `work` returns for what is wanted; None while it is being computed."""
        if source is not self._source():
            self._source, self._results = ref(source, self._let_go), {}
        if wanted in self._results:
            return self._results[wanted]
        if source.rows <= FEW_ROWS:
            self._keep(wanted, work())
            return self._results[wanted]
        self._next = wanted, work
        self._begin()
        return None

    def _let_go(self, source: "ref[SourceRows]") -> None:
        """Let go of results for rows that are gone: the pane may be hidden, and wants no others."""
        if source is self._source:
            self._results, self._next = {}, None

    def _keep(self, wanted: Hashable, result: R) -> None:
        while len(self._results) >= self._most:
            del self._results[next(iter(self._results))]
        self._results[wanted] = result

    def _begin(self) -> None:
        """Compute what was wanted last, unless something is being computed."""
        if self._working or self._next is None:
            return
        wanted, work = self._next
        self._next, self._working = None, True
        in_background(self._pane, work, partial(self._done, self._source, wanted))

    def _done(self, source: Callable[[], SourceRows | None], wanted: Hashable, result: R) -> None:
        self._working = False
        if source is self._source:
            self._keep(wanted, result)
            self._pane.redraw()  # wants what it shows now, where that is something else
        self._begin()
