"""Times of several runs taken in turn, so that a machine's moods meet them all alike."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True)
class Span:
    """A median with the lowest and the highest."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: list[float]) -> "Span":
        """Of at least one value."""
        return cls(median(values), min(values), max(values))

    def written(self, pattern: str = "{:.2f}") -> str:
        """As a cell of a table: median (lowest–highest)."""
        middle, lowest, highest = (pattern.format(value) for value in asdict(self).values())
        return f"{middle} ({lowest}–{highest})"


@dataclass(frozen=True)
class Times:
    """Seconds of each repeat, one place in each list: by the clock, and of the processor, all threads together."""

    clock: list[float]
    processor: list[float]

    @property
    def busy(self) -> float:
        """The processor's seconds a second: over 1 with several threads, under 1 where others had the core."""
        return sum(self.processor) / sum(self.clock)


def interleaved(runs: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, Times]:
    """Each repeat takes all runs once, and begins with another one than the repeat before.

    One round before them is not measured: it compiles, and fills caches.
    """
    times = {name: Times([], []) for name in runs}
    names = list(runs)
    for run in runs.values():
        run()
    for repeat in range(repeats):
        first = repeat % len(names)
        for name in names[first:] + names[:first]:
            processor, clock = process_time(), perf_counter()
            runs[name]()
            clock, processor = perf_counter() - clock, process_time() - processor
            times[name].clock.append(clock)
            times[name].processor.append(processor)
    return times
