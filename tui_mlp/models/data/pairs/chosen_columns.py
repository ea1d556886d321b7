"""Which two columns are drawn, and which come next."""

from functools import lru_cache
from weakref import WeakKeyDictionary

from core.data.dataset import Data
from core.data.preparing.preparation import Preparation
from core.data.source_rows.source_rows import SourceRows
from core.model.model import preparation_of
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.output.informative_columns import informative_columns

from .drawn_column import drawable_names

_orders: WeakKeyDictionary[Data, list[str]] = WeakKeyDictionary()


def other_of(focus: DataFocus, source: SourceRows, column: str) -> str:
    """The column beside which one is drawn; empty where there is none.

    It is the one in focus, else the target, and beside the target the column that says most about it.
    """
    names = drawable_names(source)
    if focus.other in names and focus.other != column:
        return focus.other
    target = [name for name in source.data.description.target if name in names]
    candidates = [*target[:1], *_informative(source.data), *names]
    return next((name for name in candidates if name in names and name != column), "")


def turned(names: tuple[str, ...], here: str, direction: int, without: str = "") -> str:
    """The next (1) or the previous (-1) of some columns after one of them, or after the last; never `without`."""
    free = [name for name in names if name != without]
    if not free:
        return here
    at = free.index(here) if here in free else -(direction > 0)
    return free[(at + direction) % len(free)]


def map_axes(data: Data, x: str, y: str) -> tuple[int, int] | None:
    """The places of two columns among the raw inputs, where both are numbers that the network gets; else None."""
    if x == y:
        return None
    codings, places = preparation_of(data).codings, _places(preparation_of(data))
    found = places.get(x), places.get(y)
    if found[0] is None or found[1] is None:
        return None
    fit = all(codings[at].one_number and codings[at].kind != "date" for at in (found[0], found[1]))
    return (found[0], found[1]) if fit else None


@lru_cache(maxsize=4)
def _places(preparation: Preparation) -> dict[str, int]:
    """The place of each column among the raw inputs."""
    return {coding.source or coding.name: at for at, coding in enumerate(preparation.codings)}


def _informative(data: Data) -> list[str]:
    """The names of the columns that become inputs, those first that say most about the target. Kept."""
    if data not in _orders:
        codings = preparation_of(data).codings
        _orders[data] = [codings[at].source or codings[at].name for at in informative_columns(data)]
    return _orders[data]
