"""Some eighty faults, put into a copy of the program one at a time: does a test find each of them?

    python tests/faults.py                 all of them; first the tests of the fault's room, then the whole suite
    python tests/faults.py --list          what they are
    python tests/faults.py --only NAME     one of them; may be repeated
    python tests/faults.py --room-only     without the whole suite for those that the tests of their room don't find
    python tests/faults.py --sound         no fault: do the tests of all rooms pass in the copy?

A fault is one line of the program written as people get it wrong: a sign, an axis, a copy that was forgotten, < for ≤.
It is looked for by its text in all files of both packages, so it is still found when a file has moved. Where the line
was rewritten, its new form goes beside the old one. The exit status is 0 if every fault was found, 1 if one was not,
2 if the text of one isn't there exactly once.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("core", "tui_mlp")
ROOT_FILES = ("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")
COPIED = (*PACKAGES, "tests", "datasets", ".ci", *ROOT_FILES)
SECONDS = 1200
"""A run of the tests that takes longer hangs, which finds the fault too."""

ROOMS: dict[str, tuple[str, ...]] = {
    "equations": ("core/test_gradients.py", "core/test_network.py", "core/test_by_hand.py", "core/stepping/*.py"),
    "activations": ("core/test_activations.py", "core/test_gradients.py"),
    "losses": ("core/test_losses.py",),
    "optimizers": ("core/test_optimizers.py", "core/surgery/test_weights.py", "core/resuming/test_resume.py"),
    "regularizers": ("core/training/test_trainer.py", "core/surgery/test_weights.py"),
    "data": ("core/data/test_*.py", "core/data/preparing/test_*.py", "core/data/understanding/test_*.py"),
    "experiment": ("core/experiment/test_*.py",),
    "training": ("core/training/test_*.py",),
    "stepping": ("core/stepping/test_*.py",),
    "derivation": ("core/derivation/test_*.py", "tui_mlp/render/test_derivation.py"),
    "surgery": ("core/surgery/test_*.py",),
    "analysis": ("core/test_gradients.py", "core/analysis/test_*.py"),
    "timeline": ("core/timeline/test_*.py", "core/resuming/test_replay.py"),
    "runs": ("core/runs/test_*.py",),
    "session": ("tui_mlp/session/test_*.py",),
    "models": ("tui_mlp/models/test_*.py", "tui_mlp/views/step/test_screen.py"),
    "render": ("tui_mlp/render/test_*.py", "tui_mlp/render/*/test_*.py"),
    "widgets": ("tui_mlp/views/train/test_*.py",),
    "dialogs": ("tui_mlp/dialogs/test_*.py",),
    "cli": ("terminal/test_commands.py", "terminal/test_streams.py", "terminal/test_full_disk.py"),
    "model": ("core/model/test_*.py", "core/model/files/test_*.py", "core/training/arrays/test_*.py"),
    "prediction": ("core/prediction/test_*.py", "core/prediction/blocks/test_*.py"),
    "export": ("core/export/test_*.py", "core/export/card/test_*.py"),
    "recording": ("tui_mlp/app/recording/test_*.py",),
    "text": ("tui_mlp/text/test_*.py", "tui_mlp/render/matrix/test_matrix.py"),
    "classes": ("core/analysis/classes/test_*.py",),
    "numbers": ("core/analysis/regression/test_*.py",),
    "outputs": ("core/analysis/outputs/test_*.py", "tui_mlp/session/test_outputs_task.py"),
    "maps": ("core/analysis/maps/test_*.py",),
    "images": ("core/analysis/images/test_centring.py", "tui_mlp/models/output/images/test_*.py"),
    "focus": ("tui_mlp/models/output/test_*.py", "tui_mlp/models/output/*/test_*.py"),
    "panes": ("tui_mlp/views/output/test_focus.py", "tui_mlp/views/output/test_split_and_class.py"),
    "rows": (
        "core/data/preparing/test_prepared_number.py",
        "core/data/source_rows/*.py",
        "core/experiment/test_source_rows.py",
    ),
    "importance": ("core/analysis/importance/test_*.py",),
    "exercises": ("core/exercises/test_*.py", "core/exercises/saved/test_*.py", "core/exercises/worksheets/test_*.py"),
    "points": (
        "core/experiment/test_point_table.py",
        "core/timeline/test_point_actions.py",
        "tui_mlp/views/data/points/test_points_pane.py",
    ),
    "columns": ("tui_mlp/models/data/*/test_*.py", "tui_mlp/views/data/test_columns_pane.py"),
    "table": ("tui_mlp/render/data/test_*.py", "tui_mlp/views/data/test_rows.py"),
}
"""The tests of each room, below tests/; patterns as in a shell."""


class Fault(NamedTuple):
    """One wrong line: `forms` are the right text and the wrong one, in every form that the line has had."""

    name: str
    room: str
    forms: tuple[tuple[str, str], ...]


def fault(name: str, room: str, *texts: str) -> Fault:
    """Of texts in turn right and wrong."""
    return Fault(name, room, tuple(zip(texts[::2], texts[1::2], strict=True)))


FAULTS = (
    fault("output-error-sign", "equations", "return [(subtract, (Y, A, delta))]", "return [(subtract, (A, Y, delta))]",
        'return Y - A  # (12), (16)', 'return A - Y  # (12), (16)',
    ),
    fault("hidden-error-keeps-bias-row", "equations", "theta[l][1:].T", "theta[l][:-1].T"),
    fault(
        "gradient-mean-over-wrong-axis", "equations",
        "scalar(-1 / len(A), A.dtype)", "scalar(-1 / A.shape[1], A.dtype)",
        'Letter("m", len(batch.X))', 'Letter("m", batch.X.shape[1])',
    ),
    fault(
        "relu-slope-at-zero", "activations",
        "[(greater, (Z, scalar(0, Z.dtype), slope))] if slope.dtype == bool",
        "[(np.greater_equal, (Z, scalar(0, Z.dtype), slope))] if slope.dtype == bool",
    ),
    fault(
        "softmax-ties-counted-once-more", "losses",
        "beside.shape[-1] - 1 - add.reduce(", "beside.shape[-1] - add.reduce(",
    ),
    fault(
        "adam-corrects-by-wrong-beta", "optimizers",
        'root = sqrt(1 - exact["beta2"] ** t)', 'root = sqrt(1 - exact["beta1"] ** t)',
        'root = math.sqrt(1 - exact["beta2"] ** t)', 'root = math.sqrt(1 - exact["beta1"] ** t)',
    ),
    fault("frozen-steps-compared-unmasked", "optimizers", "(t - own)[~frozen]", "(t - own)[frozen]"),
    fault(
        "penalty-counts-biases", "regularizers",
        "np.square(theta[1:]).sum(dtype=float)", "np.square(theta).sum(dtype=float)",
    ),
    fault("class-left-without-training-row", "data", "len(group) - 1)", "len(group))"),
    fault("scaled-by-all-rows", "data", "Scaling.of(inputs[rows.train])", "Scaling.of(inputs)",
        "values = inputs[train, place]", "values = inputs[:, place].copy()",
    ),
    fault(
        "fills-and-levels-by-all-rows", "data",
        "fit_column(column, table.inputs[train, place], missing) for",
        "fit_column(column, table.inputs[:, place], missing) for",
    ),
    fault(
        "unknown-category-is-the-last", "data",
        "np.fmin(cells, len(self.levels)))", "np.fmin(cells, len(self.levels) - 1))",
    ),
    fault("absent-classes-share-the-weight", "data", "occurring * counts, out", "classes * counts, out"),
    fault(
        "last-rows-divided-the-wrong-way-round", "data",
        "[count - held_out, count - last]", "[count - held_out, count - held_out + last]",
    ),
    fault(
        "unequal-numbers-are-classes", "data",
        "MOST_UNEQUAL * int(numbers.counts.min())", "facts.distinct * int(numbers.counts.max())",
    ),
    fault("excluded-bound-suggested", "experiment", "number <= limits.gt", "number < limits.gt"),
    fault(
        "tolerance-must-be-undercut", "training",
        "0 < training.tolerance >= train_loss", "0 < training.tolerance > train_loss",
    ),
    fault("best-weights-not-copied", "training", "= theta.copy(), loss, self.epoch", "= theta, loss, self.epoch",
        'self.best_epoch = theta.copy(), validation_loss, epoch', 'self.best_epoch = theta, validation_loss, epoch',
    ),
    fault(
        "patience-of-one-epoch-more", "training",
        "max(self.best_epoch, self._patience_from) < patience", "max(self.best_epoch, self._patience_from) <= patience",
        'max(self.best_epoch, self.patience_from) >= patience', 'max(self.best_epoch, self.patience_from) > patience',
    ),
    fault(
        "saturated-share-must-be-exceeded", "training",
        "found >= least * self.examples * self._sizes[l]", "found > least * self.examples * self._sizes[l]",
    ),
    fault("remedy-with-which-the-loss-rises", "training", "if risen <= 0:", "if risen >= 0:"),
    fault(
        "executions-not-copied", "stepping",
        "(operand.copied() for operand in (equation.writes", "(operand for operand in (equation.writes",
    ),
    fault("line-without-mean", "derivation", "value, part = -total.value / m", "value, part = -total.value"),
    fault("line-numbers-what-the-lecture-lacks", "derivation", '"9" if numbered else ""', '"9"'),
    fault(
        "line-of-another-example", "derivation", 'row if kind in ("output error", "error") else example', "example",
    ),
    fault(
        "derivation-takes-bias-row", "derivation",
        "delta.rows.label(row), column + 1", "delta.rows.label(row), column",
        'else row + self.skipped, column)', 'else row, column)',
    ),
    fault("mean-folded-by-wrong-row", "surgery", "mean * layers[l - 1][gone]", "mean * layers[l - 1][gone - 1]"),
    fault("breakpoints-moved-with-layer-before", "surgery", "(at + (at > l), j)", "(at + (at >= l), j)"),
    fault(
        "difference-over-half-the-width", "analysis",
        "(self.above - self.below) / self.width", "(self.above - self.below) / (2 * self.width)",
    ),
    fault(
        "rewind-keeps-what-was-done-there", "timeline",
        "place(way[count - 1]) >= to", "place(way[count - 1]) > to",
        "position_of(steps[count - 1]) >= to", "position_of(steps[count - 1]) > to",
    ),
    fault(
        "same-epoch-is-no-branch", "runs",
        "row[0] <= way[-1][0]", "row[0] < way[-1][0]",
        'while fresh and fresh[-1][0] >= row[0]:', 'while fresh and fresh[-1][0] > row[0]:',
    ),
    fault(
        "redo-survives-a-new-deed", "session",
        "self.done.append(step)\n        self.undone.clear()", "self.done.append(step)\n        self.undone.copy()",
    ),
    fault(
        "cell-carried-without-bias", "models",
        "at - before.bias + axis.bias", "at + before.bias - axis.bias",
        "index - before.bias + axis.bias", "index + before.bias - axis.bias",
    ),
    fault("window-scrolls-one-short", "render", "max(first, cursor - shown + 1)", "max(first, cursor - shown)"),
    fault("freeze-thaws-where-one-is-frozen", "widgets", '"thaw" if np.all(chosen)', '"thaw" if np.any(chosen)'),
    fault(
        "farthest-change-instead-of-nearest", "dialogs",
        "beyond[0] if direction > 0 else beyond[-1]", "beyond[-1] if direction > 0 else beyond[0]",
    ),
    fault("unsaved-after-divergence-not-told", "cli", "(DONE, DIVERGED, INTERRUPTED)", "(DONE, INTERRUPTED)"),
    fault("bias-of-pytorch-below", "model", "np.vstack([bias, weight.T])", "np.vstack([weight.T, bias])"),
    fault(
        "layers-of-pytorch-ordered-as-text", "model",
        "key=lambda prefix: tuple(map(int, NUMBER.findall(prefix)))", "key=str",
    ),
    fault("shift-scaled-with-the-bias", "model", "made[0] += scaling.rest + scaling.mean", "made += scaling.mean"),
    fault("probabilities-swapped", "model", "hstack([1 - outputs, outputs])", "hstack([outputs, 1 - outputs])"),
    fault(
        "columns-taken-by-their-places", "model",
        "return [place[source] for source in sources]", "return [*range(len(sources))]",
    ),
    fault("columns-of-arrays-by-their-places", "prediction", "[names.index(name) for name in own]", "slice(None)"),
    fault(
        "interval-of-recall-by-all-rows", "prediction",
        "interval_of_share(share, found.rows[name])", "interval_of_share(share, sum(found.rows.values()))",
    ),
    fault(
        "checkpoint-from-after-a-change", "prediction",
        "saved.place == place and saved.steps == taken and", "saved.place == place and",
    ),
    fault("meaning-of-other-data", "prediction", "if same or (ends and not changed):", "if same or ends:"),
    fault("row-counted-within-its-block", "prediction", "self.rows += len(block)", "self.rows = len(block)"),
    fault("quotes-not-doubled", "prediction", """doubled = text.replace('"', '""')""", "doubled = text"),
    fault("slope-in-float32", "export", 'Operator("PRelu", LEAK)', 'Operator("LeakyRelu", None)'),
    fault(
        "infinite-beside-finite-is-no-difference", "export",
        "np.nan_to_num(np.abs(own - found), nan=np.inf)", "np.nan_to_num(np.abs(own - found))",
    ),
    fault("fill-of-zero-forgotten", "export", 'if value or (key == "fill" and value is not None):', "if value:"),
    fault("bar-ends-the-cell", "export", 'text.replace("|", "\\\\|")', "text"),
    fault("last-frame-twice", "recording", "if (epoch, 0) >= end:", "if (epoch, 0) > end:"),
    fault("undone-rewinds-are-told", "recording", "in lasting if one.to < entry.to", "in lasting"),
    fault("figure-of-six-cells", "text", "if magnitude < 9.995:", "if magnitude < 9.9995:"),
    fault(
        "confusion-given-by-wanted", "classes",
        "np.bincount(wanted * classes + given,", "np.bincount(given * classes + wanted,",
    ),
    fault(
        "recall-of-those-given", "classes",
        "return shares(self.found, self.rows)", "return shares(self.found, self.given)",
    ),
    fault(
        "threshold-gives-the-class-to-equals", "classes",
        'np.searchsorted(self.scores[::-1], threshold, side="right")',
        'np.searchsorted(self.scores[::-1], threshold, side="left")',
    ),
    fault(
        "ties-count-whole-in-the-area", "classes",
        "heights = self.true_positives + np.append(0, self.true_positives[:-1])",
        "heights = self.true_positives + self.true_positives",
    ),
    fault(
        "average-precision-by-straight-lines", "classes",
        "float(np.diff(recall, prepend=0) @ precision)", "float(np.trapezoid(precision, recall))",
    ),
    fault(
        "error-is-prediction-minus-target", "numbers",
        "found: Array = self.actual - self.predicted", "found: Array = self.predicted - self.actual",
    ),
    fault(
        "range-holds-its-upper-edge", "numbers",
        'np.searchsorted(edges, actual, side="right") - 1', 'np.searchsorted(edges, actual, side="left") - 1',
    ),
    fault(
        "students-freedom-is-the-count", "numbers",
        "student_quantile((1 + confidence) / 2, count - 1)", "student_quantile((1 + confidence) / 2, count)",
    ),
    fault(
        "most-certain-in-place-of-least", "outputs",
        "largest_first(_nan_last(-margins(outputs)))", "largest_first(_nan_last(margins(outputs)))",
    ),
    fault(
        "example-beside-the-one-sought", "outputs",
        "return found if found < self.m and self.places[found] == place else None",
        "return found if found < self.m else None",
    ),
    fault(
        "contributions-with-the-bias-row", "outputs",
        "model.network.thetas[-1][1:, output] * one.before", "model.network.thetas[-1][:-1, output] * one.before",
    ),
    fault(
        "spread-within-neurons-alone", "outputs",
        "self.spread[known] ** 2 + (self.mean[known] - mean) ** 2", "self.spread[known] ** 2",
    ),
    fault(
        "border-sought-behind", "outputs",
        "raw - np.outer(distances, slope / steepness)", "raw + np.outer(distances, slope / steepness)",
    ),
    fault(
        "outputs-of-other-weights-gone-on-with", "outputs",
        "if self._job is None or self._job_key != key:", "if self._job is None:",
    ),
    fault(
        "outputs-share-the-weights", "outputs",
        "network=copy(trainer.network), epoch=trainer.epoch", "network=trainer.network, epoch=trainer.epoch",
    ),
    fault(
        "plane-upside-down", "maps",
        "between(self.limits[3], self.limits[2],", "between(self.limits[2], self.limits[3],",
    ),
    fault(
        "border-on-the-farther-pixel", "maps",
        "distances[one] <= distances[other]", "distances[one] > distances[other]",
    ),
    fault(
        "neurons-go-out-by-the-layer-before", "maps",
        "network.thetas[layer - 1][1:], network.parameters.sizes[-1]",
        "network.thetas[layer - 2][1:], network.parameters.sizes[-1]",
    ),
    fault(
        "example-alone-without-its-weight", "stepping",
        "network.forward(X, None if Y is None else w)", "network.forward(X)",
    ),
    fault(
        "example-alone-keeps-the-last-values", "stepping",
        "copies.setdefault(operand.symbol, operand.copied())", "copies.setdefault(operand.symbol, operand)",
    ),
    fault("mass-beside-the-middle", "images", "size // 2 - round(middle)", "round(middle) - size // 2"),
    fault("slope-of-the-first-class", "images", "(0, 1 if number == 1 else -1) if single", "(0, 1) if single"),
    fault(
        "zoomed-around-the-middle", "focus",
        "at - 2 * half * share, at + 2 * half * (1 - share)", "at - half, at + half",
    ),
    fault(
        "certainty-of-the-most-certain-label", "focus",
        "np.where(self.given_marks, scores, 1 - scores).min()", "np.where(self.given_marks, scores, 1 - scores).max()",
    ),
    fault(
        "example-of-another-split-ranked", "focus",
        "example and example.split == outputs.split else None\n    if index", "example else None\n    if index",
    ),
    fault(
        "example-kept-in-another-split", "panes",
        "(here + 1) % len(splits)], example=None)", "(here + 1) % len(splits)])",
    ),
    fault(
        "empty-range-kept", "numbers",
        "found: Array = edges[np.append(rows > 0, True)]", "found: Array = edges",
    ),
    fault(
        "nothing-new-wished-again", "outputs",
        'wanted, None, None, 0.0, ""', 'wanted, None, self._key, 0.0, ""',
        "self._key != (state_key, self.wanted)", "(self._key or (None,))[0] != state_key",
    ),
    fault("curve-of-shared-arrays", "maps", "program.A[l][:, 1:].copy() for l in", "program.A[l][:, 1:] for l in"),
    fault(
        "number-in-the-list-taken-for-the-place", "focus",
        "return int(self.outputs.places[self.ranking.indices[number]])", "return int(self.ranking.indices[number])",
    ),
    fault(
        "eraser-goes-on-with-the-pens-ink", "images",
        "if grown.erases != last.erases or grown.points[", "if grown.points[",
    ),
    fault("threshold-kept-for-another-class", "panes", "% len(choices)], threshold=None)", "% len(choices)])",
        'changes.setdefault("threshold", None)', "pass",
    ),
    fault(
        "missing-number-shown-unfilled", "rows",
        "return fill if fill is not None and isnan(self.raw) else self.raw", "return self.raw",
    ),
    fault(
        "rare-category-shown-as-a-common-one", "rows",
        'self.coding.pooled if self.way == "other"', 'self.coding.own if self.way == "other"',
    ),
    fault(
        "constant-number-shown-scaled", "rows",
        "if self.constant:\n            return 0.0", "if self.constant and self.scale is None:\n            return 0.0",
    ),
    fault(
        "rows-of-the-test-file-among-the-first", "rows",
        "split.rows[split.rows < sizes[at]] + (sizes[0] if at else 0)", "split.rows[split.rows < sizes[at]]",
    ),
    fault("lines-of-both-files-together", "rows", "(second, row - rows)", "(second, row)"),
    fault("raw-row-above-in-the-test-file", "rows", "arrays[1][kept - source]", "arrays[1][kept - source - 1]"),
    fault(
        "doubled-with-another-target", "rows",
        "digests_of([inputs, np.atleast_2d(targets.T).T])", "digests_of([inputs])",
    ),
    fault("rise-of-the-loss-as-a-fall", "importance", "figures.loss - base.loss", "base.loss - figures.loss"),
    fault("spread-of-all-in-place-of-a-sample", "importance", "np.std(self.values, ddof=1)", "np.std(self.values)"),
    fault("parts-of-a-date-permuted-apart", "importance", "[coding.source or coding.name for", "[coding.name for"),
    fault("permuted-input-at-the-row-above", "importance", "[[1 + place for place in places]]", "[places]"),
    fault(
        "removed-point-counted-in-training", "points",
        "self._resized(self.split_of(point), -1)", 'self._resized("train", -1)',
    ),
    fault(
        "removed-point-comes-back-for-training", "points",
        "table.target_of(point), point, table.split_of(point)]", 'table.target_of(point), point, "train"]',
    ),
    fault("mouse-a-line-lower", "points", "layout.cell_under(x - PADDING, y - 1)", "layout.cell_under(x - PADDING, y)"),
    fault(
        "last-kind-stays", "columns",
        "choices[(place + 1) % len(choices)]", "choices[min(place + 1, len(choices) - 1)]",
    ),
    fault(
        "guessed-target-changes-unseen", "columns",
        "if target is not None or stated is not None:", "if target is not None:",
    ),
    fault(
        "largest-number-in-no-bin", "columns",
        "np.copyto(places, bins - 1, where=places == bins)", "np.copyto(places, bins, where=places > bins)",
    ),
    fault(
        "tenth-of-the-errors-rounded-down", "columns",
        "-(-len(all_figures) // LARGEST)", "len(all_figures) // LARGEST",
    ),
    fault(
        "input-on-the-left-is-the-first-of-its-column", "table",
        "- 1) if backwards else 0", "- 1) * 0 if backwards else 0",
    ),
    fault("click-without-what-is-scrolled", "table", "at = self._top + y - headings", "at = y - headings"),
    fault(
        "right-by-the-tolerance-alone", "exercises",
        "max(self.tolerance * abs(value), self.unit)", "self.tolerance * abs(value)",
    ),
    fault("slip-that-is-the-right-value", "exercises", " or precision.near(found.value, unchanged)", ""),
    fault("no-slip-on-the-right-numbers", "exercises", "[own, {}] if any(own.values()) else [{}]", "[own]"),
    fault("loss-that-stays-falls", "exercises", "round(before, decimals) == round(after, decimals)", "before == after"),
    fault("digest-without-the-line-before", "exercises", "sha256(before.encode() + b", "sha256(b"),
    fault("table-with-other-inputs", "exercises", 'operand.symbol in ("A(1)", "Y")', 'operand.symbol == "Y"'),
    fault("clipped-by-the-programs-norm", "exercises", 'if step.equation.kind != "clipping":', "if True:"),
)  # fmt: skip


class Place(NamedTuple):
    """Where a fault goes: the file, below the root, its text, and the text with the fault."""

    file: str
    right: str
    wrong: str


class Found(NamedTuple):
    """What came of a fault: the test that found it, None for none; whether by its room's tests; how long that took."""

    fault: str
    room: str
    file: str
    by: str | None
    in_room: bool
    seconds: float


def sources(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((root / package).rglob("*.py"))


def place_of(one: Fault, root: Path) -> Place:
    """Raises LookupError where none of the forms stands there exactly once."""
    texts = {path: path.read_text(encoding="utf-8") for path in sources(root)}
    counts = []
    for right, wrong in one.forms:
        at = [(path, text) for path, text in texts.items() if right in text]
        counts.append(sum(text.count(right) for _path, text in at))
        if counts[-1] == 1:
            ((path, text),) = at
            return Place(str(path.relative_to(root)), text, text.replace(right, wrong))
    raise LookupError(f"{one.name}: found its text {counts} times, expected one of its forms exactly once")


def tests_of(room: str, root: Path) -> list[str]:
    """Raises LookupError for a pattern without a file."""
    found = []
    for pattern in ROOMS[room]:
        paths = sorted((root / "tests").glob(pattern))
        if not paths:
            raise LookupError(f"{room}: found no tests/{pattern}")
        found += [str(path.relative_to(root)) for path in paths]
    return found


def run_tests(root: Path, workers: str, tests: list[str]) -> str | None:
    """The first test that fails, None where all pass."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-n", workers, *tests]
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"hangs: more than {SECONDS} s"
    if done.returncode == 0:
        return None
    failed = re.search(r"^(?:FAILED|ERROR) (?:tests/)?(.*?)(?: - .*)?$", done.stdout, re.MULTILINE)
    return failed[1] if failed else f"pytest ends with {done.returncode}"


def copied(to: Path) -> Path:
    """A copy of the program and its tests. Raises LookupError where Python wouldn't import the copy."""
    root = to / "program"
    root.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, root / name)
    told = subprocess.run(
        [sys.executable, "-c", "import core, tui_mlp; print(core.__file__)"],
        cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    if not Path(told.stdout.strip()).resolve().is_relative_to(root.resolve()):
        raise LookupError(f"Python imports {told.stdout.strip()}, expected the copy in {root}")
    return root


def try_one(one: Fault, root: Path, workers: str, room_only: bool) -> Found:
    """Put it in, run the tests, take it out."""
    place, start = place_of(one, root), perf_counter()
    path = root / place.file
    path.write_text(place.wrong, encoding="utf-8")
    try:
        by = run_tests(root, workers, tests_of(one.room, root))
        in_room = by is not None
        if by is None and not room_only:
            by = run_tests(root, workers, [])
    finally:
        path.write_text(place.right, encoding="utf-8")
    return Found(one.name, one.room, place.file, by, in_room, round(perf_counter() - start, 1))


def line(found: Found) -> str:
    by = found.by or "NOT FOUND"
    elsewhere = "" if found.in_room or found.by is None else " (not by the tests of its room)"
    return f"{found.fault:<40} {found.file:<36} {found.seconds:>6.1f} s  {by}{elsewhere}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="say what they are, and where they go")
    parser.add_argument("--only", action="append", metavar="NAME", help="this one alone; may be repeated")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--room-only", action="store_true", help="without the whole suite")
    parser.add_argument("--sound", action="store_true", help="without a fault: the tests of all rooms")
    parser.add_argument("-n", default="auto", metavar="N", help="workers, as pytest-xdist takes them")
    given = parser.parse_args()
    unknown = set(given.only or ()) - {one.name for one in FAULTS}
    if unknown:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    chosen = [one for one in FAULTS if not given.only or one.name in given.only]
    try:
        places = {one.name: place_of(one, ROOT) for one in chosen}
        for room in ROOMS:
            tests_of(room, ROOT)
    except LookupError as problem:
        print(problem, file=sys.stderr)
        return 2
    if given.list:
        for one in chosen:
            print(f"{one.name:<40} {one.room:<12} {places[one.name].file}")
        return 0
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        root = copied(Path(folder))
        if given.sound:
            tests = sorted({test for one in chosen for test in tests_of(one.room, root)})
            failed = run_tests(root, given.n, tests)
            print(failed or f"{len(tests)} files of tests pass")
            return int(failed is not None)
        found = []
        for one in chosen:
            found.append(try_one(one, root, given.n, given.room_only))
            print(json.dumps(found[-1]._asdict()) if given.json else line(found[-1]), flush=True)
    missed = [one for one in found if one.by is None]
    if not given.json:
        print(f"{len(found) - len(missed)} of {len(found)} found, in {sum(one.seconds for one in found):.0f} s")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
