"""The record in a checkpoint's header, and checks that training can continue from it.

The digest shows that a checkpoint is complete, not who wrote it: a run folder may come from someone else. Whatever
would break training later is found here, before anything is taken from the file.
"""

import json
from collections.abc import Iterator, Mapping
from math import inf, isfinite, isnan
from typing import Annotated, Any, Literal

import msgspec
import numpy as np

from core.calls import Array
from core.experiment.experiment import Experiment
from core.model.files.tensor_files import DTYPES, ArrayType
from core.optimizers import OPTIMIZERS
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text
from core.training.history import COLUMNS
from core.training.minibatches import block_count
from core.training.training_state import TrainingState

MOST = 10**15
"""The upper limit of epochs and steps; a float represents every integer up to it."""
OPTIONAL = ("best", "frozen")
"""Optional vectors as long as Θ."""

Count = Annotated[int, msgspec.Meta(ge=0, le=MOST)]
JsonNumber = float | Literal["nan", "inf", "-inf"]


class Damaged(ValueError):
    """A checkpoint with content that no training can have."""

    def __init__(self, what: str) -> None:
        super().__init__(_("its content is damaged: {}").format(what))


class PositionRecord(msgspec.Struct, frozen=True):
    """The position within an epoch, as in `EpochPosition`."""

    row: Count
    settled: Count
    done: Count


class Record(msgspec.Struct, frozen=True):
    """A state without its arrays. `order` and `dropout` are states of NumPy's generators."""

    entries: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    sizes: Annotated[list[Annotated[int, msgspec.Meta(ge=1, le=2**31)]], msgspec.Meta(min_length=2, max_length=100)]
    experiment: Experiment
    vectors: list[str]
    position: PositionRecord
    loss: JsonNumber
    order: dict[str, Any]
    dropout: dict[str, Any]
    squared_norm: JsonNumber
    best_loss: JsonNumber
    figures: list[JsonNumber]
    epoch: Count
    count: Count
    best_epoch: Count
    patience_from: Count
    stopped_by: Literal["epochs", "tolerance", "early_stopping"] | None
    tolerated: bool = False
    """Missing in checkpoints of earlier versions."""

    @property
    def place(self) -> tuple[int, int]:
        """The position in the training: completed epochs, and mini-batches of the next one."""
        return self.epoch, self.position.settled + self.position.done


def parse_record(text: str) -> tuple[Record, Mapping[str, Any]]:
    """The checked record in a checkpoint's header, and the plain JSON.

    Raises ValueError, TypeError, RecursionError, msgspec.ValidationError.
    """
    plain: dict[str, Any] = json.loads(text)
    record = msgspec.convert(plain, Record)
    experiment = record.experiment.replace_all({})  # checks the keys against each other
    training = experiment.training
    if experiment.network.output is None or experiment.network.loss is None:
        raise Damaged(_("the network's output and loss are missing"))
    if list(record.sizes[1:-1]) != experiment.network.hidden:
        raise Damaged(_("its layers are {}, not those of the experiment").format("-".join(map(str, record.sizes))))
    rule = OPTIMIZERS[training.optimizer]
    names, counting = set(rule.state), {"t"} if rule.counts_steps else set()
    if len(set(record.vectors)) != len(record.vectors) or not names <= set(record.vectors) <= names | counting:
        raise Damaged(_("found {} of the optimizer {}").format(value_text(record.vectors), training.optimizer))
    if record.count and not counting:
        raise Damaged(
            ngettext(
                "found {} step of the optimizer {}, which doesn't count steps",
                "found {} steps of the optimizer {}, which doesn't count steps",
                record.count,
            ).format(record.count, training.optimizer)
        )
    for generator in (record.order, record.dropout):
        _check_generator(generator)
    return record, plain


def _check_generator(state: Mapping[str, Any]) -> None:
    """Raises Damaged for anything but the state of a PCG64."""
    inner = state.get("state")
    known = state.keys() == {"bit_generator", "state", "has_uint32", "uinteger"} and state["bit_generator"] == "PCG64"
    if known and isinstance(inner, dict) and inner.keys() == {"state", "inc"}:
        limits = ((inner["state"], 128), (inner["inc"], 128), (state["has_uint32"], 1), (state["uinteger"], 32))
        if all(type(number) is int and 0 <= number < 1 << bits for number, bits in limits) and inner["inc"] % 2:
            return
    raise Damaged(_("found no state of a generator of random numbers"))


# Arrays, before they are read


def check_arrays(arrays: Mapping[str, ArrayType], record: Record) -> None:
    """Raises Damaged where the header has other arrays than the record requires."""
    expected = dict(_expected(arrays, record))
    for name in sorted(expected.keys() | arrays.keys()):
        found, required = arrays.get(name), expected.get(name)
        if found != required:
            shown = name if name in expected else value_text(name)
            if found is None:
                raise Damaged(_("{} is not there, expected {}").format(shown, _array_text(expected[name])))
            if required is None:
                raise Damaged(_("{} is {}, expected not there").format(shown, _array_text(found)))
            raise Damaged(_("{} is {}, expected {}").format(shown, _array_text(found), _array_text(required)))


def _array_text(kind: ArrayType) -> str:
    dtype = np.dtype(DTYPES[kind.dtype]).name if kind.dtype in DTYPES else value_text(kind.dtype)
    return f"{dtype} {' × '.join(map(str, kind.shape)) or 1}"


def _expected(arrays: Mapping[str, ArrayType], record: Record) -> Iterator[tuple[str, ArrayType]]:
    """The required arrays: name, dtype and shape."""
    real = {"float64": "F64", "float32": "F32"}[record.experiment.dtype]
    own = {"t": "I64", "frozen": "BOOL"}
    optional = [name for name in OPTIONAL if f"{name}_1" in arrays]
    for name in ("theta", "gradient", "step", *record.vectors, *optional):
        for l, (inner, outer) in enumerate(zip(record.sizes, record.sizes[1:], strict=False), 1):
            yield f"{name}_{l}", ArrayType(own.get(name, real), (inner + 1, outer))
    position, order = record.position, arrays.get("order")
    if order is None:
        if position.row or position.settled or position.done:
            raise Damaged(_("it is within an epoch, and the order of the examples is not there"))
        return
    yield "order", ArrayType("I64", order.shape[:1] or (1,))
    m = _batch_size(record, order.shape[0] if order.shape else 0)
    if position.done:
        yield "Z", ArrayType(real, (position.done, m, record.sizes[-1]))


def _batch_size(record: Record, n: int) -> int:
    """The size of the next mini-batch in an epoch of n examples. Raises Damaged for an impossible position."""
    row, settled, done = record.position.row, record.position.settled, record.position.done
    left = n - row
    if left > 0 and settled <= row and (row == 0) == (settled == 0):
        size = min(record.experiment.training.batch_size or n, n)
        m = min(size, left)
        width, itemsize = record.sizes[0] + 1, np.dtype(record.experiment.dtype).itemsize
        gathered = min(block_count(m, width, itemsize, n // m if m == size else 1), left // m)
        if done == 0 or done < gathered:  # when the last one is done, they become settled
            return m
    batches = ngettext("{} mini-batch", "{} mini-batches", settled).format(f"{settled:,}")
    taken, examples = (ngettext("{} example", "{} examples", count).format(f"{count:,}") for count in (row, n))
    text = _("found {} with {}, and {} more, done of an epoch with {}")
    raise Damaged(text.format(batches, taken, f"{done:,}", examples))


# Values


def check_state(state: TrainingState) -> None:
    """Raises Damaged for values that no training can have."""
    for name, problem in _problems(state):
        raise Damaged(f"{name}: {problem}")


def _problems(state: TrainingState) -> Iterator[tuple[str, str]]:
    position = state.position
    with np.errstate(all="ignore"):
        square = float(state.gradient.dot(state.gradient))
    arrays: dict[str, Array | None] = {"theta": state.theta, "step": state.step, **state.vectors}
    for name, array in (arrays | {"best": state.best, "Z": position.Z}).items():
        if array is not None and not np.isfinite(array).all():
            yield name, _("found values that are not finite")
    for name in ("nu", "t"):
        if name in state.vectors and state.vectors[name].min() < 0:
            yield name, _("found values below 0")
    if "t" in state.vectors and state.vectors["t"].max() > MOST:
        yield "t", _("found more steps than a training can have")
    if state.frozen is not None and state.frozen.view(np.uint8).max() > 1:
        yield "frozen", _("found a value that is neither true nor false")
    if position.order is not None and not np.array_equal(np.sort(position.order), np.arange(len(position.order))):
        yield "order", _("found an order of examples that doesn't have each of them once")
    # A mini-batch that diverged leaves its gradient behind, and the squared norm of that.
    if state.squared_norm < 0 or isfinite(state.squared_norm) != isfinite(square):
        yield "squared_norm", _("found {}, which is not the gradient's").format(state.squared_norm)
    if not isfinite(position.loss):
        yield "loss", _("found {}, expected a finite number").format(position.loss)
    if max(state.best_epoch, state.patience_from) > state.epoch:
        yield "best_epoch", _("found an epoch that is still to come")
    if state.best is None and (state.best_loss != inf or state.best_epoch):
        yield "best_loss", _("found {}, and no best weights").format(state.best_loss)
    if state.best is not None and (isnan(state.best_loss) or state.best_loss == -inf or not state.best_epoch):
        yield "best_loss", _("found {} of epoch {}").format(state.best_loss, state.best_epoch)
    if state.figures:
        epoch = state.figures[0]
        if len(state.figures) != len(COLUMNS) or not 1 <= epoch <= state.epoch or not epoch.is_integer():
            yield "figures", _("found no figures of an epoch")
