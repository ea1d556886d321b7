"""The cost of an epoch against rows and against parameters: three decades of each, and the exponent of the growth."""

import argparse
from collections.abc import Sequence
from itertools import pairwise
from math import isclose, sqrt
from pathlib import Path
from statistics import median

import numpy as np
from environment import facts
from measuring import Span, interleaved
from tables import RESULTS, circumstances, markdown, settings, write
from threadpoolctl import threadpool_limits
from workloads import Task, Workload

REPEATS = 7
SECONDS = 0.05
"""Of one measurement, at least about: short epochs are repeated."""

ROWS = (1_000, 3_162, 10_000, 31_623, 100_000, 316_228, 1_000_000)
WEIGHTS = tuple(round(10**power) for power in (3.5, 4, 4.5, 5, 5.5, 6, 6.5))
STRAIGHT = 0.1
"""Growth counts as linear where exponents are this near to 1 or nearer."""


def width(weights: int, inputs: int, outputs: int) -> int:
    """The h of inputs-h-h-outputs that has about so many weights: h² + (inputs + outputs + 2) h + outputs."""
    linear = inputs + outputs + 2
    return round((sqrt(linear**2 + 4 * (weights - outputs)) - linear) / 2)


def against_rows() -> list[tuple[int, Workload]]:
    """A small network, batch 128, more and more rows."""
    return [(n, Workload(f"{n:,}", n, (20, 32, 1), "relu", "adam", 128, "float32", 1e-3, 1)) for n in ROWS]


def against_parameters() -> list[tuple[int, Workload]]:
    """2,560 rows in batches of 128, two hidden layers wider and wider; counted are all Θ, biases too."""
    found = []
    for weights in WEIGHTS:
        h = width(weights, 64, 10)
        sizes = (64, h, h, 10)
        count = sum((s + 1) * following for s, following in pairwise(sizes))
        assert isclose(count, weights, rel_tol=0.05)
        found.append((count, Workload(f"{count:,}", 2560, sizes, "relu", "adam", 128, "float32", 1e-3, 1)))
    return found


def seconds_of(workloads: Sequence[Workload], repeats: int) -> list[list[float]]:
    """An epoch's seconds of each workload, by repeats in turn; of the processor, which other programs disturb less."""
    runs, epochs = {}, {}
    for workload in workloads:
        trainer = Task(workload).trainer()
        trainer.run_epoch()
        trainer.run_epoch()
        epochs[workload.name] = count = max(1, round(SECONDS / trainer.history.seconds[-1]))
        runs[workload.name] = lambda trainer=trainer, count=count: [trainer.run_epoch() for _ in range(count)]
    times = interleaved(runs, repeats)
    return [[taken / epochs[name] for taken in times[name].processor] for name in runs]


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> tuple[float, float]:
    """The slope of log seconds over log size by least squares, and R²."""
    x, y = np.log(sizes), np.log(seconds)
    slope, start = np.polyfit(x, y, 1)
    residual = y - (slope * x + start)
    return float(slope), float(1 - residual @ residual / ((y - y.mean()) @ (y - y.mean())))


def linear_from(sizes: Sequence[int], local: Sequence[float]) -> int | None:
    """The size from which on no local exponent is further under 1 than STRAIGHT; None where even the last is."""
    start = len(local)
    while start and local[start - 1] >= 1 - STRAIGHT:
        start -= 1
    return sizes[start] if start < len(local) else None


def measure(what: str, points: Sequence[tuple[int, Workload]], repeats: int) -> tuple[str, dict[str, object]]:
    """A table of one growth, with what it comes to, and the same for JSON."""
    sizes = [size for size, _workload in points]
    taken = seconds_of([workload for _size, workload in points], repeats)
    middle = [median(one) for one in taken]
    local = [float(e) for e in np.diff(np.log(middle)) / np.diff(np.log(sizes))]
    slope, r2 = exponent(sizes, middle)
    start = linear_from(sizes, local)
    spans = [Span.of([1e3 * second for second in one]).written("{:,.2f}") for one in taken]
    cells = zip((f"{size:,}" for size in sizes), spans, ["", *(f"{e:.2f}" for e in local)], strict=True)
    told = f"Exponent {slope:.2f} over all, R² {r2:.4f}; between neighbours {min(local):.2f} to {max(local):.2f}"
    if start is not None and start != sizes[0]:
        above = exponent(sizes[sizes.index(start) :], middle[sizes.index(start) :])[0]
        told += f"; from {start:,} on {above:.2f}"
    table = markdown((what, "an epoch, ms", "exponent from the line above"), cells)
    document = {
        "sizes": sizes, "seconds": taken, "exponent": slope, "r2": r2, "local": local, "linear_from": start,
    }  # fmt: skip
    return f"{table}\n{told}.\n", document


def grow(repeats: int, folder: Path, told: dict[str, object]) -> None:
    """Measure both growths, print them and write them with what is told beside."""
    with threadpool_limits(1):
        rows, of_rows = measure("rows", against_rows(), repeats)
        parameters, of_parameters = measure("parameters", against_parameters(), repeats)
    text = "\n".join(
        [
            "An epoch against rows: 20-32-1 relu, Adam, batch 128, f32. Processor time, median (lowest–highest).\n",
            rows,
            "An epoch against parameters: 64-h-h-10 relu, Adam, 2,560 rows in batches of 128, f32. The same.\n",
            parameters,
            circumstances(told),
            settings(told),
        ]
    )
    print(text)
    write(folder, "scaling", text, {**told, "rows": of_rows, "parameters": of_parameters})


def main(arguments: Sequence[str]) -> None:
    """Measure how an epoch's time grows with rows and with parameters."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FOLDER")
    options = parser.parse_args(arguments)
    grow(options.repeats, options.out, facts("scaling.py", arguments))
