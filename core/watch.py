"""Looking for breakpoints while training runs, in under 5 % of its time and without touching its numbers.

After each mini-batch no more is asked than whether anything can have happened: whether ‖∇‖² has left an interval, and
whether the steps since the last look at Θ can have carried a weight to its limit. Misclassified examples are looked
for in all mini-batches of a pass together, by their Z^(L); where an early one has any, training goes back to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .activity import Activity
from .breakpoints import Breakpoint, Hit
from .calls import Array
from .divergence import first_not_finite, not_finite
from .epoch import Epoch
from .judge import Judge
from .program import Equation, Program, Training
from .texts import _

if TYPE_CHECKING:
    from .trainer import Trainer

Place = int | tuple[int, ...]
"""Where a condition holds: a layer, a neuron of a layer, an epoch and mini-batch; () where there is but one place."""
Held = Mapping[Breakpoint, frozenset[Place]]

SAFE = 0.99
"""The part of a weight's room that the norms of steps may use up: they are rounded as well."""
NAMED = 3
"""Dead neurons that a message names, at most."""


class Finding(NamedTuple):
    """What a breakpoint found, and after which epoch and mini-batch."""

    where: str
    kind: str
    text: str
    example: int | None = None


@dataclass(frozen=True, eq=False)
class Start:
    """What a pass starts from: the arrays that mini-batches change bit by bit, each with a copy, and what else."""

    arrays: tuple[tuple[Array, Array], ...]
    count: int
    dropout: Mapping[str, Any] | None
    held: Held


class Watch:
    """The breakpoints that are on. `held` is where their conditions held at the last look: what goes on is no news.

    A pass is the mini-batches that run without a pause: `begin` it, ask `interruption` after each, then `end` it, or
    `fail` it where one diverged. `end_epoch` follows an epoch's last pass, and `take` asks what was found.
    """

    def __init__(
        self,
        trainer: "Trainer",
        epoch: Epoch,
        training: Training,
        judge: Judge | None,
        breakpoints: Iterable[Breakpoint],
        held: Held,
    ) -> None:
        self.trainer, self.epoch, self.training, self._judge = trainer, epoch, training, judge
        self.on = tuple(one for one in breakpoints if one.on)
        self._gradient, self._theta = self._of("gradient_under", "gradient_over"), self._of("theta_over")
        self._at, self._not_finite = self._of("at"), self._of("not_finite")
        self._loss_rose, self._saturated, self._dead = (self._of(kind) for kind in ("loss_rose", "saturated", "dead"))
        self._sizes = np.empty_like(trainer.network.parameters.theta) if self._theta else np.empty(0)
        self._findings: list[Finding] = []
        self._first = epoch.done
        self._start: Start | None = None
        self.hold(held)

    def _of(self, *kinds: str) -> tuple[Breakpoint, ...]:
        return tuple(one for one in self.on if one.kind in kinds)

    def hold(self, held: Held) -> None:
        """Conditions hold there and nowhere else, as after going back; all limits are to be found anew."""
        self.held = {one: held[one] for one in self.on if one in held}
        self._low = self._high = self._room = self._rounding = 0.0
        self._look = self._compiled()
        self.begin_epoch()

    def change(self) -> None:
        """Other settings: a mini-batch that would diverge may do otherwise now, and Θ has other steps to take."""
        self.hold({one: places for one, places in self.held.items() if one.kind != "not_finite"})

    def restore(self, held: Held) -> None:
        """Gone back to where conditions held there; what is known of the mini-batch at hand stays known."""
        known = {one: self.held[one] for one in self._not_finite if self._here in self.held.get(one, ())}
        self.hold({**held, **known})

    def take(self) -> Hit | None:
        """All that was found, as one hit, and forget it."""
        findings, self._findings = self._findings, []
        if not findings:
            return None
        parts = []
        for where, group in groupby(findings, lambda finding: finding.where):
            parts.append(": ".join(filter(None, (where, "; ".join(finding.text for finding in group)))))
        examples = (finding.example for finding in findings if finding.example is not None)
        return Hit(findings[0].kind, "; ".join(parts), next(examples, None))

    # A pass

    def begin(self, programs: Sequence[Program]) -> Sequence[Program]:
        """Those of the mini-batches at hand that are to run in this pass."""
        self._first, self._start = self.epoch.done, None
        for one in self._at:
            left = self._last(one) - self.trainer.batch
            if left > 0:
                programs = programs[:left]
        several, drops = len(programs) > 1, programs[0].drops
        if (self._judge and several) or (self._not_finite and drops):
            optimizer = self.trainer.optimizer
            changed = (optimizer.theta, *optimizer.vectors.values()) if several else ()
            dropout = self.training.random.bit_generator.state if drops else None
            arrays = tuple((array, array.copy()) for array in changed)
            self._start = Start(arrays, optimizer.count, dropout, dict(self.held))
        return programs

    def interruption(self, interrupted: Callable[[], bool] | None) -> Callable[[], bool] | None:
        """`interrupted`, or a breakpoint that hit: to be asked after every mini-batch."""
        look = self._look
        if look is None or interrupted is None:
            return look or interrupted
        return lambda: look() or interrupted()

    def end(self) -> None:
        """Look at all mini-batches of the pass, and go back to the first that has a misclassified example."""
        if self.epoch.done == self._first:
            return
        wrong = self._first_wrong()
        if wrong is not None:
            if self._first + wrong + 1 < self.epoch.done:
                self._go_back(wrong + 1)
            self._note_misclassified()
        for one in self._at:
            if self._last(one) == self.trainer.batch:
                self._note(one, _("reached"))

    def fail(self, program: Program) -> bool:
        """The mini-batch after those done diverged: stand before it, or after an earlier one if a breakpoint hit there.

        False where none did, or where we stood here before.
        """
        done = self.epoch.done - self._first
        known = (
            self._start is not None or not program.drops
        )  # else switched on since it began: no way back to its masks
        news = self._unmet() if known else []
        text = first_not_finite(program) if news else ""
        wrong = self._first_wrong()
        if wrong is None and not news:
            return False
        count = done if wrong is None else wrong + 1
        if count < done or program.drops:
            self._go_back(count)
        if wrong is not None:
            self._note_misclassified()
        else:
            self._note_not_finite(news, text)
        self._first = self.epoch.done
        return True

    def _go_back(self, count: int) -> None:
        """To where so many mini-batches of the pass had run."""
        start, epoch = self._start, self.epoch
        assert start is not None, "begin remembers it where it may be needed"
        for array, copy in start.arrays:
            array[:] = copy
        self.trainer.optimizer.count = start.count
        if start.dropout is not None:
            self.training.random.bit_generator.state = start.dropout
        self._findings.clear()
        self.hold(start.held)
        epoch.done = self._first
        for program in epoch.gathered[self._first : self._first + count]:
            program.run()
            epoch.done += 1
            self.look()

    # After a mini-batch

    def look(self) -> bool:
        """Whether ‖∇‖ or Θ made a breakpoint hit."""
        return self._look is not None and self._look()

    def _compiled(self) -> Callable[[], bool] | None:
        """The look at ‖∇‖ and Θ as one function of local names: of 13 µs that a small mini-batch takes, 5 % are 0.6."""
        if not self._gradient and not self._theta:
            return None
        training, step = self.training, self.trainer.optimizer.step
        norms, weights, dot = bool(self._gradient), bool(self._theta), step.dot

        def look() -> bool:
            hit = norms and not self._low < float(training.squared_norm) < self._high and self._look_at_gradient()
            if weights:
                self._room -= sqrt(dot(step)) + self._rounding  # no weight moves further than the norm of the step
                if not self._room > 0:
                    hit = self._look_at_theta() or hit
            return hit

        return look

    def _look_at_gradient(self) -> bool:
        square, hit = float(self.training.squared_norm), False
        for one in self._gradient:
            limit, under = one.values[0], one.kind == "gradient_under"
            if self._begins(one, square < limit * limit if under else square > limit * limit):
                text = _("‖∇‖ is {:.4g}, under {:g}") if under else _("‖∇‖ is {:.4g}, over {:g}")
                self._note(one, text.format(sqrt(square), limit))
                hit = True
        limits = [one.values[0] * one.values[0] for one in self._gradient]
        self._low = max((limit for limit in limits if limit <= square), default=-inf)
        self._high = min((limit for limit in limits if limit >= square), default=inf)
        return hit

    def _look_at_theta(self) -> bool:
        parameters, hit = self.trainer.network.parameters, False
        np.abs(parameters.theta, self._sizes)
        place = int(self._sizes.argmax())
        largest = float(self._sizes[place])
        for one in self._theta:
            if self._begins(one, largest > one.values[0]):
                text, l, k = _("{} = {:.4g}, |θ| over {:g}"), 1, place
                while k >= parameters.thetas[l - 1].size:
                    k -= parameters.thetas[l - 1].size
                    l += 1
                j, k = divmod(k, parameters.thetas[l - 1].shape[1])
                self._note(one, text.format(f"Θ({l})[{j},{k + 1}]", parameters.theta[place], one.values[0]))
                hit = True
        limits = [one.values[0] for one in self._theta]
        self._room = SAFE * min(abs(largest - limit) for limit in limits)
        self._rounding = float(np.finfo(parameters.dtype).eps) * max(largest, *limits)
        return hit

    def look_at(self, equation: Equation) -> None:
        """After an equation that was run by itself: see whether its values are finite."""
        if (news := self._unmet()) and (text := not_finite(equation)):
            self._note_not_finite(news, text)

    @property
    def _here(self) -> tuple[int, int]:
        return self.trainer.epoch, self.trainer.batch

    def _unmet(self) -> list[Breakpoint]:
        """Those that haven't told yet that the next mini-batch has values that aren't finite."""
        return [one for one in self._not_finite if self._here not in self.held.get(one, ())]

    def _note_not_finite(self, news: Iterable[Breakpoint], text: str) -> None:
        for one in news:
            self.held[one] = frozenset({self._here})
            self._note(one, text, ahead=1)

    # Examples

    def _first_wrong(self) -> int | None:
        """The first mini-batch of the pass, from 0, with a misclassified example."""
        first, last = self._first, self.epoch.done
        if self._judge is None or first == last:
            return None
        wrong = self._judge.wrong(self.epoch.output(first, last), self.epoch.taken(first, last))
        batch, row = divmod(int(wrong.argmax()), wrong.shape[1])
        return batch if wrong[batch, row] else None

    def _note_misclassified(self) -> None:
        assert self._judge is not None
        last = self.epoch.done
        Z, rows = self.epoch.output(last - 1, last), self.epoch.taken(last - 1, last)
        wrong = self._judge.wrong(Z, rows)[0]
        i, found = int(wrong.argmax()), np.count_nonzero(wrong)
        text = self._judge.verdict(Z[0, i], rows[i])
        if found > 1:
            text += _(" ({} of the {} examples are misclassified)").format(found, wrong.size)
        for one in self._of("misclassified"):
            self._note(one, text, int(rows[i]))

    # After an epoch

    def begin_epoch(self) -> None:
        """Forget the outputs that were seen."""
        self._activity = Activity(self.trainer.network) if self._saturated or self._dead else None

    @property
    def see(self) -> Callable[[Program], None] | None:
        """What wants to see the outputs of all training examples, if anything does."""
        return self._activity.see if self._activity else None

    def end_epoch(self) -> None:
        """Look at the train loss, and at the outputs of all training examples if they were seen."""
        trainer, where = self.trainer, _("epoch {}").format(f"{self.trainer.epoch:,}")
        if trainer.stopped_by == "early_stopping":
            self._room = 0.0  # Θ is that of another epoch
        for one in self._loss_rose:
            k = int(one.values[0])
            losses = trainer.history.train_loss[-k - 1 :]
            if self._begins(one, len(losses) > k and bool((losses[1:] > losses[:-1]).all())):
                text = _("the train loss has risen since epoch {}, from {:.4g} to {:.4g}")
                text = text.format(f"{trainer.epoch - k:,}", losses[0], losses[-1])
                self._findings.append(Finding(where, one.kind, text))
        if self._activity and self._activity.examples:
            self._look_at_activity(self._activity, where)
            self.begin_epoch()

    def _look_at_activity(self, activity: Activity, where: str) -> None:
        shares, dead = activity.saturation(self.trainer.network), activity.dead()
        for one in self._saturated:
            for l in sorted(self._news(one, (l for l, share in shares.items() if share >= one.values[0]))):
                self._findings.append(Finding(where, one.kind, activity.saturated_text(l, shares[l])))
        for one in self._dead:
            if news := sorted(self._news(one, dead)):
                names = [_("neuron {} of layer {}").format(j, l) for l, j in news[:NAMED]]
                if len(news) > NAMED:
                    names.append(_("{} more").format(f"{len(news) - NAMED:,}"))
                text = _("dead, a = 0 for every training example: {}").format(", ".join(names))
                self._findings.append(Finding(where, one.kind, text))

    # Inside

    def _news(self, one: Breakpoint, places: Iterable[Any]) -> frozenset[Any]:
        """Where the condition holds now and didn't at the last look."""
        before, self.held[one] = self.held.get(one, frozenset()), frozenset(places)
        return self.held[one] - before

    def _begins(self, one: Breakpoint, holds: bool) -> bool:
        return bool(self._news(one, [()] if holds else []))

    def _note(self, one: Breakpoint, text: str, example: int | None = None, ahead: int = 0) -> None:
        """Of the mini-batch just done, or of one `ahead`."""
        epoch, batch = self.trainer.epoch + 1, self.trainer.batch + ahead
        where = _("epoch {}, batch {}").format(f"{epoch:,}", f"{batch:,}")
        self._findings.append(Finding(where, one.kind, text, example))

    def _last(self, one: Breakpoint) -> int:
        """After which mini-batch of the present epoch a given one stops; 0 in other epochs."""
        epoch, batch = map(int, one.values)
        return min(batch, self.trainer.batches) if epoch == self.trainer.epoch + 1 else 0
