"""Has the rows computed that are listed, on another thread where that takes long."""

from collections.abc import Callable
from functools import partial
from threading import Event as Flag

from textual.dom import DOMNode

from core.analysis.outputs.outputs import Outputs
from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.choosing.listed_rows import listed_rows
from tui_mlp.models.data.choosing.row_index import CountedChoice, RowIndex
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.widgets.background import in_background


class RowChooser:
    """Computes for `node`, and calls `then` with the focus and the rows that are listed for it."""

    def __init__(self, node: DOMNode, then: Callable[[DataFocus, ChosenRows], object]) -> None:
        self._node, self._then = node, then
        self._index: RowIndex | None = None
        self._wanted: tuple[object, ...] = ()
        self._cancelled = Flag()

    def index(self, source: SourceRows) -> RowIndex:
        """What is known of the rows of a source; of another one than before, nothing yet."""
        if self._index is None or self._index.source is not source:
            self._index = RowIndex(source)
            if not self._index.is_quick:
                in_background(self._node, self._index.prepare, lambda _nothing: None)
        return self._index

    def choose(self, source: SourceRows, focus: DataFocus, outputs: Outputs | None) -> None:
        """Compute the rows that are listed, unless they are the same as before; what was begun before is given up."""
        index = self.index(source)
        of_outputs = outputs if focus.choice.kind == "wrong" else None
        wanted = index, focus.choice, focus.search, focus.only_found, of_outputs
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._cancelled.set()
        cancelled = self._cancelled = Flag()
        work = partial(listed_rows, index, focus, of_outputs, cancelled.is_set)

        def deliver(chosen: ChosenRows | None) -> None:
            if chosen is not None and not cancelled.is_set():
                self._then(focus, chosen)

        if index.is_quick:
            deliver(work())
        else:
            in_background(self._node, work, deliver)

    def count_choices(
        self, source: SourceRows, outputs: Outputs | None, then: Callable[[list[CountedChoice]], object]
    ) -> list[CountedChoice]:
        """All choices with the counts that are known; `then` gets them again when the others are counted."""
        index = self.index(source)
        if not index.is_quick:
            known = index.choices(outputs, wait=False)
            if any(one.count is None for one in known):
                in_background(self._node, partial(index.choices, outputs), then)
            return known
        return index.choices(outputs)
