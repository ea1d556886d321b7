"""Checking breakpoints after each mini-batch and epoch, without changing any bits."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from math import sqrt
from typing import Any, NamedTuple, Protocol

import numpy as np

from core.data.dataset import Data
from core.equations import Equation
from core.network import Network
from core.program import Program, SharedState
from core.support.i18n import _, ngettext

from ..activation_statistics import ActivationStatistics
from ..epoch import EpochCursor
from ..history import History
from ..misclassification import MisclassificationDetector, detector_for
from ..not_finite import first_not_finite, not_finite
from .breakpoints import Breakpoint, ConditionsHeld, Hit, ValuePlace

NOWHERE: frozenset[Any] = frozenset()

NAMED = 3
"""Dead neurons named in a message, at most."""


class Monitored(Protocol):
    """What the monitor reads from a training."""

    data: Data
    network: Network
    history: History
    epoch: int

    @property
    def batch(self) -> int:
        """Mini-batches done in the present epoch."""

    @property
    def batches(self) -> int:
        """All mini-batches of the present epoch."""


class Finding(NamedTuple):
    """A condition that has begun to hold: where (epoch and mini-batch, as text), which kind, and the message."""

    where: str
    kind: str
    text: str
    example: int | None = None
    value: ValuePlace | None = None


class BreakpointMonitor:
    """Checks the breakpoints that are on. A condition that already held at the last check makes no new hit.

    `held` is where conditions held at the last check. Before a mini-batch, call `begin_batch`; after it, `check_batch`
    if `checks_batches`; if it diverged, `check_diverged` instead. Call `end_epoch` after an epoch, and `take_hit` for
    what was found. `shared` is what the mini-batches share.
    """

    def __init__(
        self,
        breakpoints: Iterable[Breakpoint],
        held: ConditionsHeld,
        monitored: Monitored,
        epoch: EpochCursor,
        shared: SharedState,
    ) -> None:
        self.on = tuple(one for one in breakpoints if one.on)
        self._monitored, self._epoch, self._random = monitored, epoch, shared.random
        self._theta, self._gradient = self._of("theta_over"), self._of("gradient_under", "gradient_over")
        self._at, self._not_finite, self._loss_rose = self._of("at"), self._of("not_finite"), self._of("loss_rose")
        self._saturated, self._dead = self._of("saturated"), self._of("dead")
        self._misclassified = self._of("misclassified")
        self._detector = detector_for(monitored.network, monitored.data) if self._misclassified else None
        self._statistics = ActivationStatistics(monitored.network, bool(self._saturated), bool(self._dead))
        self._magnitudes = np.empty_like(monitored.network.parameters.theta)
        self._findings: list[Finding] = []
        self._dropout: Mapping[str, Any] | None = None
        self.reset(held)

    def _of(self, *kinds: str) -> tuple[Breakpoint, ...]:
        return tuple(one for one in self.on if one.kind in kinds)

    def reset(self, held: ConditionsHeld) -> None:
        """Set where the conditions hold, and restart counting epochs and outputs."""
        self.held: ConditionsHeld = {one: held[one] for one in self.on if one in held}
        self._losses = self._last_losses()
        self._rises = 0
        while self._rises < len(self._losses) - 1 and self._losses[-1 - self._rises] > self._losses[-2 - self._rises]:
            self._rises += 1
        self._statistics.reset()
        self._find_due()

    def settings_changed(self) -> None:
        """To be called after a change of settings: the next mini-batch may no longer diverge."""
        self.reset({one: places for one, places in self.held.items() if one.kind != "not_finite"})

    def restore(self, held: ConditionsHeld) -> None:
        """To be called after a return to a state in which these conditions held.

        That the next mini-batch diverges stays known.
        """
        known = {one: self.held[one] for one in self._not_finite if self._next in self.held.get(one, ())}
        self.reset({**held, **known})

    def roll_back(self, held: ConditionsHeld) -> None:
        """Undo the checks of mini-batches that will run again; before them, these conditions held."""
        self.held = held
        self._findings.clear()

    def take_hit(self) -> Hit | None:
        """Return all findings as one hit, once; None if there are none."""
        if not self._findings:
            return None
        findings, self._findings = self._findings, []
        parts = []
        for where, group in groupby(findings, lambda finding: finding.where):
            parts.append(f"{where}: " + "; ".join(finding.text for finding in group))
        examples = (finding.example for finding in findings if finding.example is not None)
        values = (finding.value for finding in findings if finding.value is not None)
        return Hit(findings[0].kind, "; ".join(parts), next(examples, None), next(values, None))

    # A mini-batch

    def begin_batch(self, program: Program) -> None:
        """Before a mini-batch: save the state of dropout's generator, in case the mini-batch diverges."""
        self._dropout = self._random.bit_generator.state if self._not_finite and program.has_dropout else None

    def check_batch(self, program: Program) -> bool:
        """After the mini-batch of this program: whether a breakpoint hits."""
        if self._theta:
            self._check_theta()
        if self._gradient:
            self._check_gradient(float(program.batch.squared_norm))
        if self._detector is not None:
            self._check_examples(self._detector, program)
        for one in self._due:
            if self._monitored.batch == min(int(one.values[1]), self._monitored.batches):
                self._note(one, _("reached"))
        return bool(self._findings)

    def _find_due(self) -> None:
        """Find the "at" breakpoints of the present epoch, and whether mini-batches need checking."""
        self._due = tuple(one for one in self._at if one.values[0] == self._monitored.epoch + 1)
        self.checks_batches = bool(self._theta or self._gradient or self._detector or self._due)

    def _check_theta(self) -> None:
        parameters = self._monitored.network.parameters
        np.abs(parameters.theta, self._magnitudes)
        place = int(self._magnitudes.argmax())
        largest = float(self._magnitudes[place])
        for one in self._theta:
            if self._begins(one, largest > one.values[0]):
                text = _("{} = {:.6g}, |θ| over {:g}")
                l, row, column = parameters.place(place)
                said = text.format(parameters.cell(place), parameters.theta[place], one.values[0])
                self._note(one, said, value=ValuePlace(f"Θ({l})", row, column))

    def _check_gradient(self, square: float) -> None:
        for one in self._gradient:
            limit, under = one.values[0], one.kind == "gradient_under"
            if self._begins(one, square < limit * limit if under else square > limit * limit):
                text = _("‖∇‖ is {:.6g}, under {:g}") if under else _("‖∇‖ is {:.6g}, over {:g}")
                l, row, column = self._monitored.network.parameters.place(int(np.abs(self._epoch.gradient).argmax()))
                self._note(one, text.format(sqrt(square), limit), value=ValuePlace(f"∇({l})", row, column))

    def _check_examples(self, detector: MisclassificationDetector, program: Program) -> None:
        Z, Y = program.batch.Z, program.batch.Y
        wrong = detector.wrong(Z, Y)
        found = int(np.count_nonzero(wrong))
        if not found:
            return
        i, done = int(wrong.argmax()), self._epoch.done
        row = int(self._epoch.example_rows(done - 1, done)[i])
        text = detector.verdict(Z[i], Y[i], row)
        value = ValuePlace(f"A({program.L})", i, detector.misleading(Z[i], Y[i]))
        if found > 1:
            more = ngettext(
                " ({} of the {} examples is misclassified)", " ({} of the {} examples are misclassified)", found
            )
            text += more.format(found, wrong.size)
        for one in self._misclassified:
            self._note(one, text, row, value)

    # Values that aren't finite

    def check_equation(self, equation: Equation) -> None:
        """After a single equation: check whether its values are finite."""
        if (unmet := self._unmet()) and (text := not_finite(equation)):
            self._note_not_finite(unmet, text)

    def check_diverged(self, program: Program) -> bool:
        """The next mini-batch diverged: whether to stop before it, with dropout's generator restored.

        False if that was reported before, or if its dropout masks were drawn before the breakpoint was switched on.
        """
        unmet = self._unmet()
        if not unmet or (program.has_dropout and self._dropout is None):
            return False
        self._note_not_finite(unmet, first_not_finite(program))
        if self._dropout is not None:
            self._random.bit_generator.state = self._dropout
        return True

    @property
    def _next(self) -> tuple[int, int]:
        """The next mini-batch: epochs and mini-batches done before it."""
        return self._monitored.epoch, self._monitored.batch

    def _unmet(self) -> list[Breakpoint]:
        """The "not_finite" breakpoints that haven't reported the next mini-batch."""
        return [one for one in self._not_finite if self._next not in self.held.get(one, ())]

    def _note_not_finite(self, unmet: Iterable[Breakpoint], text: str) -> None:
        for one in unmet:
            self.held = {**self.held, one: frozenset({self._next})}
            self._note(one, text, ahead=1)

    # After an epoch

    @property
    def forward_observer(self) -> Callable[[Program], None] | None:
        """A function to call with each forward pass over the training examples; None if none is needed."""
        return self._statistics.add if self._statistics.is_needed else None

    def end_epoch(self, train_loss: float) -> None:
        """Check the train loss and, if the training examples were evaluated, the statistics of activations."""
        self._rises = self._rises + 1 if self._losses and train_loss > self._losses[-1] else 0
        self._losses.append(train_loss)
        for one in self._loss_rose:
            if self._begins(one, self._rises >= one.values[0]):
                self._note_loss(one)
        if self._statistics.examples:
            self._note_statistics()
            self._statistics.reset()
        if self._at:
            self._find_due()

    def _last_losses(self) -> deque[float]:
        """The train losses of the last epochs, as many as breakpoints need; a long history may lack some."""
        history, count = self._monitored.history, 1 + max((int(one.values[0]) for one in self._loss_rose), default=0)
        rows = zip(history.epoch[-count:].tolist(), history.train_loss[-count:].tolist(), strict=True)
        first = self._monitored.epoch + 1 - min(count, len(history))  # if none is missing
        return deque((loss for epoch, (recorded, loss) in enumerate(rows, first) if recorded == epoch), count)

    def _note_loss(self, breakpoint: Breakpoint) -> None:
        k, losses = int(breakpoint.values[0]), self._losses
        text = _("the train loss has risen since epoch {}, from {:.4g} to {:.4g}")
        since = f"{self._monitored.epoch - k:,}"
        self._note_epoch(breakpoint, text.format(since, losses[-1 - k], losses[-1]), ValuePlace("J"))

    def _note_statistics(self) -> None:
        for one in self._saturated:
            for l in sorted(self._news(one, self._statistics.saturated(one.values[0]))):
                value = ValuePlace(f"A({l})", column=int(l < self._monitored.network.parameters.L))
                self._note_epoch(one, self._statistics.saturated_text(l), value)
        for one in self._dead:
            if news := sorted(self._news(one, self._statistics.dead())):
                names = [_("neuron {} of layer {}").format(j, l) for l, j in news[:NAMED]]
                if len(news) > NAMED:
                    names.append(_("{} more").format(f"{len(news) - NAMED:,}"))
                (l, j), said = news[0], _("dead (a = 0 for every training example): {}").format(", ".join(names))
                self._note_epoch(one, said, ValuePlace(f"A({l})", column=j))

    # Conditions and findings

    def _news(self, breakpoint: Breakpoint, places: Iterable[Any]) -> frozenset[Any]:
        """Where the condition holds now and didn't at the last check; updates `held`."""
        before, now = self.held.get(breakpoint, NOWHERE), frozenset(places)
        if now == before:
            return NOWHERE
        self.held = {**self.held, breakpoint: now}
        return now - before

    def _begins(self, breakpoint: Breakpoint, holds: bool) -> bool:
        """Whether the condition holds and didn't at the last check; updates `held`."""
        return bool(self.held.get(breakpoint)) != holds and bool(self._news(breakpoint, [()] if holds else []))

    def _note(
        self,
        breakpoint: Breakpoint,
        text: str,
        example: int | None = None,
        value: ValuePlace | None = None,
        ahead: int = 0,
    ) -> None:
        """Add a finding in the mini-batch just done, or `ahead` mini-batches later."""
        epoch, batch = self._monitored.epoch + 1, self._monitored.batch + ahead
        where = _("batch {} of epoch {}").format(f"{batch:,}", f"{epoch:,}")
        self._findings.append(Finding(where, breakpoint.kind, text, example, value))

    def _note_epoch(self, breakpoint: Breakpoint, text: str, value: ValuePlace) -> None:
        where = _("epoch {}").format(f"{self._monitored.epoch:,}")
        self._findings.append(Finding(where, breakpoint.kind, text, value=value))
