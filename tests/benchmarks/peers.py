"""The same training by scikit-learn and by PyTorch, timed beside ours in one process."""

import argparse
import json
import platform
import warnings
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter

import numpy as np
import sklearn
import torch
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits
from workloads import WORKLOADS, Workload

from core.calls import Array

Run = Callable[[], object]


def ours(workload: Workload, X: Array, classes: Array) -> Run:
    """Epochs of our Trainer."""
    trainer = workload.trainer(X, classes)

    def run() -> None:
        for _ in range(workload.epochs):
            trainer.run_epoch()

    return run


def scikit_learn(workload: Workload, X: Array, classes: Array) -> Run:
    """MLPClassifier.fit: its loss curve, no stopping, no penalty."""

    def run() -> None:
        MLPClassifier(
            workload.sizes[1:-1],
            activation=workload.activation,
            solver="adam" if workload.optimizer == "adam" else "sgd",
            alpha=0,
            batch_size=workload.m,
            learning_rate_init=workload.learning_rate,
            momentum=0.9 if workload.optimizer == "momentum" else 0,
            nesterovs_momentum=False,
            max_iter=workload.epochs,
            tol=0,
            n_iter_no_change=10**9,
        ).fit(X, classes)

    return run


def pytorch(workload: Workload, X: Array, classes: Array) -> Run:
    """The loop that a user of PyTorch writes, eager, with the loss of each epoch."""
    g = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[workload.activation]
    dtype = getattr(torch, workload.dtype)
    layers: list[torch.nn.Module] = []
    for before, after in zip(workload.sizes, workload.sizes[1:], strict=False):
        layers += [torch.nn.Linear(before, after, dtype=dtype), g()]
    model = torch.nn.Sequential(*layers[:-1])
    loss = torch.nn.CrossEntropyLoss() if workload.output == "softmax" else torch.nn.BCEWithLogitsLoss()
    rate, parameters = workload.learning_rate, model.parameters()
    optimizer: torch.optim.Optimizer = torch.optim.Adam(parameters, rate)
    if workload.optimizer != "adam":
        optimizer = torch.optim.SGD(model.parameters(), rate, 0.9 if workload.optimizer == "momentum" else 0)
    inputs = torch.tensor(X)
    targets = torch.tensor(classes) if workload.output == "softmax" else torch.tensor(classes[:, None], dtype=dtype)

    def run() -> list[float]:
        history = []
        for _ in range(workload.epochs):
            total = torch.zeros(())
            for rows in torch.randperm(workload.rows).split(workload.m):
                optimizer.zero_grad()
                J = loss(model(inputs[rows]), targets[rows])
                J.backward()
                optimizer.step()
                total += J.detach() * len(rows)
            history.append(total.item() / workload.rows)
        return history

    return run


def compare(workload: Workload, repeats: int) -> dict[str, object]:
    """Peers' times over ours: medians over interleaved runs, with their range."""
    X, classes = workload.data()
    makers = {"ours": ours, "scikit-learn": scikit_learn, "PyTorch": pytorch}
    runs = {name: make(workload, X, classes) for name, make in makers.items()}
    times: dict[str, list[float]] = {name: [] for name in runs}
    for name, run in runs.items():
        run()  # warm: imports, caches, first allocations
        times[name].clear()
    for _ in range(repeats):
        for name, run in runs.items():
            start = perf_counter()
            run()
            times[name].append((perf_counter() - start) / workload.epochs)
    record: dict[str, object] = {"workload": workload.name, "ours_seconds": median(times["ours"])}
    for name in ("scikit-learn", "PyTorch"):
        ratios = [theirs / own for theirs, own in zip(times[name], times["ours"], strict=True)]
        record[name] = {"median": median(ratios), "lowest": min(ratios), "highest": max(ratios)}
    return record


def row(record: dict[str, object]) -> str:
    """A line of the table."""
    cells = [str(record["workload"]), f"{1e6 * float(str(record['ours_seconds'])):,.0f} µs"]
    for name in ("scikit-learn", "PyTorch"):
        ratio = record[name]
        assert isinstance(ratio, dict)
        cells.append(f"{ratio['median']:.1f} ({ratio['lowest']:.1f}–{ratio['highest']:.1f})")
    return f"| {' | '.join(cells)} |"


def main(arguments: list[str] | None = None) -> None:
    """Print the table in Markdown, and write it as JSON where asked."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--workload", choices=[workload.name for workload in WORKLOADS])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args(arguments)
    warnings.filterwarnings("ignore", module="sklearn")  # that it did not converge in so few epochs
    torch.set_num_threads(1)
    versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "torch": torch.__version__}
    print(f"{date.today()}, Python {platform.python_version()}, {versions}, {platform.machine()}, one BLAS thread\n")
    print("| workload | ours, an epoch | scikit-learn / ours | PyTorch / ours |\n|---|---|---|---|")
    records = []
    with threadpool_limits(1):
        for workload in WORKLOADS:
            if options.workload in (None, workload.name):
                records.append(compare(workload, options.repeats))
                print(row(records[-1]), flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"date": str(date.today()), "versions": versions, "records": records}, file, indent=1)


if __name__ == "__main__":
    main()
