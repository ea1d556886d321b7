"""The same training by our Trainer and by its peers in one process: the gradients first, then the times."""

import argparse
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import agreement
import gradients
import growth
import torch
from environment import facts
from goals import needed
from measuring import Span, Times, interleaved
from peers import ALL, GEMM, OURS, PEERS, TUNED
from tables import RESULTS, circumstances, markdown, put_into_readme, settings, write
from threadpoolctl import threadpool_limits
from workloads import WORKLOADS, Task

HEAD = ("workload", "ours, an epoch", *(name for name in PEERS if name != GEMM), f"ours / {GEMM}")
GOALS_HEAD = ("workload", "peer", "needed", "reached", "verdict")

Record = dict[str, Any]


def compare(task: Task, repeats: int, clock: str) -> Record:
    """Peers' times over ours, and ours over pure GEMM's: of the same repeat, so a slow moment is in both."""
    workload = task.workload
    peers = {name: make(task) for name, make in ALL.items()}
    losses: dict[str, list[float]] = {}

    def run(name: str) -> None:
        losses[name] = peers[name].train(workload.epochs)

    times: dict[str, Times] = interleaved({name: partial(run, name) for name in peers}, repeats)
    seconds = {name: [taken / workload.epochs for taken in getattr(times[name], clock)] for name in peers}
    ratios = {}
    for name in PEERS:
        pairs = zip(seconds[name], seconds[OURS], strict=True)
        ratios[name] = Span.of([own / theirs if name == GEMM else theirs / own for theirs, own in pairs])
    return {
        "workload": workload.name,
        "title": workload.title,
        "ours": Span.of(seconds[OURS]),
        "ratios": ratios,
        "needed": dict(zip(PEERS, needed(workload.name), strict=False)),
        "busy": {name: one.busy for name, one in times.items()},
        "last_loss": {name: last[-1] for name, last in losses.items() if last},
    }


def row(record: Record) -> list[str]:
    """A line of the table."""
    return [
        record["title"],
        f"{1e6 * record['ours'].median:,.0f} µs",
        *(ratio.written("{:.2f}" if ratio.median < 9.95 else "{:.1f}") for ratio in record["ratios"].values()),
    ]


def verdicts(record: Record) -> list[list[str]]:
    """A line for each ratio that is asked for: at least so much, of pure GEMM at most.

    Where it falls short, whether matrix products alone would reach it on this machine, or tuned NumPy.
    """
    lines, ratios = [], record["ratios"]
    bounds = {GEMM: ratios[GEMM].median, TUNED: 1 / ratios[TUNED].median}
    for name, goal in record["needed"].items():
        ratio = ratios[name]
        share = goal / ratio.median if name == GEMM else ratio.median / goal
        verdict = "reached" if share >= 1 else f"falls short: {100 * share:.0f} % of it"
        short = [other for other, faster in bounds.items() if max(share, share * faster) < 1]
        if short and name not in bounds:
            verdict += f"; {short[0]} itself would come to {ratio.median * bounds[short[0]]:.2f}"
        bound = "≤" if name == GEMM else "≥"
        lines.append([record["workload"], name, f"{bound} {goal:.2f}", ratio.written(), verdict])
    return lines


def report(records: Sequence[Record], told: dict[str, object]) -> str:
    """Both tables, and what there is to know beside them."""
    rows = [line for record in records for line in verdicts(record)]
    busy = [share for record in records for share in record["busy"].values()]
    return "\n".join(
        [
            "Peers' times over ours, ours over that of pure GEMM: median (lowest–highest) of interleaved repeats.\n",
            markdown(HEAD, map(row, records)),
            circumstances(told),
            settings(told)
            + f"The processor worked {min(busy):.2f} to {max(busy):.2f} s a second: near 1 on a quiet machine.\n",
            "What is asked for:\n",
            markdown(GOALS_HEAD, rows),
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Check the gradients, measure, print the tables and write them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--workload", choices=[workload.name for workload in WORKLOADS], help="this one only")
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FOLDER")
    parser.add_argument("--clock", choices=("clock", "processor"), default="clock", help="which seconds count")
    parser.add_argument("--readme", action="store_true", help="put the table into the README")
    options = parser.parse_args(arguments)
    if options.readme and options.workload:
        parser.error("--readme takes all workloads")
    warnings.filterwarnings("ignore", module="sklearn")  # that it did not converge in so few epochs
    torch.set_num_threads(1)
    told, chosen = facts("run.py", arguments), [w for w in WORKLOADS if options.workload in (None, w.name)]
    with threadpool_limits(1):
        agreed = agreement.main()
        print(f"\n{settings(told)}\ngradients of the first mini-batch, ‖theirs − ours‖ / ‖ours‖:")
        found = {workload.name: gradients.check(Task(workload)) for workload in chosen}
        records = []
        for workload in chosen:
            records.append(compare(Task(workload), options.repeats, options.clock))
            print("\n" + markdown(HEAD, [row(records[-1])]), flush=True)
        text = report(records, told)
        print(text)
        write(options.out, "peers", text, {**told, "clock": options.clock, "gradients": found, "records": records})
        if options.readme:
            put_into_readme(markdown(HEAD, map(row, records)) + "\n" + circumstances(told))
        if not options.workload:
            growth.grow(growth.REPEATS, options.out, told)
    return int(not agreed)
