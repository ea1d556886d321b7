"""`mlp-tui bench`: one BLAS thread against two.

Training never chooses the number of threads by itself, since that would change its bits.
"""

from collections.abc import Iterator
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

import click

from core.support.cores import usable_cores
from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp.cli.console import say
from tui_mlp.cli.options import EXPERIMENT, Options, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.translated_help import TranslatedCommand

if TYPE_CHECKING:
    from core.training.trainer import Trainer

ROUNDS = 15
ROUND_SECONDS = 0.2
"""Rounds of both alternate, so that other load on the machine affects both. The first pair is a warm-up."""
UNITS = (("s", 1.0), ("ms", 1e3), ("µs", 1e6))
MOST_RATIO = 0.95
"""Two threads are recommended if they take at most this share of the time of one: they keep two processors busy."""


class Round(NamedTuple):
    """Seconds per epoch in one round: elapsed, and of processor time."""

    wall: float
    processor: float


@click.command(
    cls=TranslatedCommand,
    help=N_("Measure whether EXPERIMENT trains faster with one BLAS thread or with two."),
    examples=("mlp-tui bench mnist",),
)
@EXPERIMENT
@shared_options
def bench(experiment: str, options: Options) -> int:
    """Print the times of both and which to choose. Raises InputError if the training diverges."""
    from statistics import median

    from core.training.divergence import Diverged
    from core.training.trainer import Trainer

    endless = {"training.epochs": 10**9, "training.tolerance": 0.0, "training.early_stopping": 0}
    given = options.experiment(experiment)
    single = Trainer(given.replace_all({**endless, "training.threads": 1}))
    double = Trainer(given.replace_all({**endless, "training.threads": 2}), single.data)
    try:
        rounds = list(alternating_rounds(single, double))[1:]
    except Diverged as problem:
        raise InputError(str(problem)) from problem
    ratios = sorted(b.wall / a.wall for a, b in rounds)
    ratio, low, high = median(ratios), ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
    threads = 2 if high < 1 and ratio < MOST_RATIO else 1
    seconds = [median(each.wall for each in column) for column in zip(*rounds, strict=True)]
    processor = median(b.processor / a.processor for a, b in rounds)
    if options.json:
        print_json(
            {
                "seconds": seconds, "ratio": ratio, "quartiles": [low, high], "processor_ratio": processor,
                "processors": usable_cores(), "threads": threads,
            }
        )  # fmt: skip
        return 0
    say(_("1 thread   {} an epoch").format(duration(seconds[0])))
    note = _("{:.2f} times as long ({:.2f}–{:.2f}), {:.1f} times the processor time")
    say(_("2 threads  {} an epoch").format(duration(seconds[1])) + "  " + note.format(ratio, low, high, processor))
    if usable_cores() < 2:
        say(_("There is one processor here: two threads can't be faster."))
    say(verdict(threads, given.training.threads))
    return 0


def alternating_rounds(single: "Trainer", double: "Trainer") -> Iterator[tuple[Round, Round]]:
    """ROUNDS + 1 pairs of rounds, first of the trainer with one thread, then of that with two."""
    for _round in range(ROUNDS + 1):
        yield timed_round(single), timed_round(double)


def timed_round(trainer: "Trainer") -> Round:
    """Train for ROUND_SECONDS, at least one mini-batch, and time it."""
    before, wall, processor = position(trainer), perf_counter(), process_time()
    end = wall + ROUND_SECONDS
    trainer.run(lambda: perf_counter() >= end)
    epochs = position(trainer) - before
    return Round((perf_counter() - wall) / epochs, (process_time() - processor) / epochs)


def position(trainer: "Trainer") -> float:
    """The completed epochs, with the fraction of the present one."""
    return trainer.epoch + trainer.batch / trainer.batches


def duration(seconds: float) -> str:
    """Seconds with three digits in s, ms or µs."""
    unit, factor = next((unit for unit in UNITS if seconds * unit[1] >= 1), UNITS[-1])
    return f"{seconds * factor:.3g} {unit}"


def verdict(threads: int, present: int) -> str:
    """The advice on what to write in the experiment file, where `present` is what it says now."""
    why = _("two threads are faster here") if threads == 2 else _("two threads are not worth it here")
    if threads == present:
        return _("Keep `threads = {}` under [training]: {}.").format(threads, why)
    change = _("Put `threads = {}` under [training]: {}. It changes the last digits: keep {} for runs that have begun.")
    return change.format(threads, why, present)
