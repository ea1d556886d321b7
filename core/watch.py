"""Looking for breakpoints while training runs, without touching its numbers and each in under 5 % of its time.

Looking at Θ after each mini-batch would cost a small network more. So most is looked for in all mini-batches of a pass
together, and where an early one has it, training goes back to there.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from math import inf, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .activity import Activity
from .breakpoints import Breakpoint, Hit
from .divergence import first_not_finite, not_finite
from .epoch import Epoch
from .judge import Judge
from .margin import Margin
from .program import Equation, Program, Training
from .texts import _, ngettext

if TYPE_CHECKING:
    from .trainer import Trainer

Place = int | tuple[int, ...]
"""Where a condition holds: a layer, a neuron of a layer, an epoch and mini-batch; () where there is but one place."""
Held = Mapping[Breakpoint, frozenset[Place]]

Interrupted = Callable[[], bool]
Pass = tuple[Sequence[Program], Interrupted | None]

NOWHERE: frozenset[Any] = frozenset()

NAMED = 3
"""Dead neurons that a message names, at most."""


class Finding(NamedTuple):
    """What a breakpoint found, and after which epoch and mini-batch."""

    where: str
    kind: str
    text: str
    example: int | None = None


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
        self._at, self._not_finite, self._loss_rose = self._of("at"), self._of("not_finite"), self._of("loss_rose")
        self._saturated, self._dead = self._of("saturated"), self._of("dead")
        self._activity = Activity(trainer.network, bool(self._saturated), bool(self._dead))
        self._findings: list[Finding] = []
        self._norms = bool(self._gradient or self._theta)
        self._together = self._norms or bool(judge)  # looked for in all mini-batches of a pass
        self._first, self.careful, self.remembers = epoch.done, False, False
        self._held_before = held
        self.hold(held)

    def _of(self, *kinds: str) -> tuple[Breakpoint, ...]:
        return tuple(one for one in self.on if one.kind in kinds)

    def hold(self, held: Held) -> None:
        """Conditions hold there and nowhere else, as after going back; all else is to be found anew."""
        self.held: Held = {one: held[one] for one in self.on if one in held}
        optimizer = self.trainer.optimizer
        self._low = self._high = 0.0
        self._margin = None
        if self._theta:
            self._margin = Margin(optimizer.theta, optimizer, [one.values[0] for one in self._theta])
        surprised = self._margin is not None and not self._margin.adaptive  # by the norms of the gradients
        self._may_go_back = bool(self._gradient or self._judge) or surprised
        self._losses = self._last_losses()
        self._rises = 0
        while self._rises < len(self._losses) - 1 and self._losses[-1 - self._rises] > self._losses[-2 - self._rises]:
            self._rises += 1
        self._activity.forget()
        self._due = self._due_now()

    def _due_now(self) -> tuple[Breakpoint, ...]:
        """The given mini-batches that are in the present epoch."""
        return tuple(one for one in self._at if one.values[0] == self.trainer.epoch + 1)

    def change(self) -> None:
        """Other settings: Θ has other steps to take, and a mini-batch that would diverge may not do so any more."""
        self.hold({one: places for one, places in self.held.items() if one.kind != "not_finite"})

    def restore(self, held: Held) -> None:
        """Gone back to where conditions held there; what is known of the mini-batch at hand stays known."""
        known = {one: self.held[one] for one in self._not_finite if self._here in self.held.get(one, ())}
        self.hold({**held, **known})

    def take(self) -> Hit | None:
        """All that was found, as one hit, and forget it."""
        if not self._findings:
            return None
        findings, self._findings = self._findings, []
        parts = []
        for where, group in groupby(findings, lambda finding: finding.where):
            parts.append(f"{where}: " + "; ".join(finding.text for finding in group))
        examples = (finding.example for finding in findings if finding.example is not None)
        return Hit(findings[0].kind, "; ".join(parts), next(examples, None))

    # A pass

    def begin(self, programs: Sequence[Program], interrupted: Interrupted | None) -> Pass:
        """Those of the mini-batches at hand that are to run, and what to ask after each: `interrupted`, or more."""
        self._first, self.careful = self.epoch.done, False
        if self._due:
            programs = self._until_due(programs)
        several, drops = len(programs) > 1, programs[0].drops
        if self._margin:
            self.careful = not self._margin.suffices(len(programs), float(self.training.norm), self._over) and several
        self.remembers = (several and self._may_go_back) or (drops and bool(self._not_finite))
        self._held_before = self.held
        if self.remembers:
            self.epoch.retreat.remember(several, drops)
        if not self._margin or not self.careful:
            return programs, interrupted
        look = self._look_for_crossings(self._margin, len(programs))
        return programs, look if interrupted is None else lambda: look() or interrupted()

    def end(self) -> None:
        """Look at all mini-batches of the pass, and go back to the first where a breakpoint hit."""
        n = self.epoch.done - self._first
        if n and self._together and not self._looks_over(n):
            self.end()
            return
        if self._due and n:
            self._note_at()
        self._first = self.epoch.done

    def _looks_over(self, n: int) -> bool:
        """Look for what is looked for in all n mini-batches together; False where it went back."""
        squares: Sequence[float] = ()
        wrong, eventful = n if self._judge is None else self._first_wrong(n), False
        if self._norms:
            squares = self.epoch.squared_norms(self._first, self.epoch.done)
            longest = max(squares)
            eventful = bool(self._gradient) and not (self._low < min(squares) and longest < self._high)
            if self._margin and not self._weights_stayed(self._margin, n, longest):
                return False
        first = min(wrong, self._first_norm(squares) if eventful else n)
        if first < n - 1:
            self._go_back(first + 1)
            return False
        if eventful:
            self._note_norms(squares)
        if wrong < n:
            self._note_misclassified()
        return True

    def _weights_stayed(self, margin: Margin, n: int, square: float) -> bool:
        """Whether no weight came to a limit, or one has been looked for; False where it went back to look."""
        if self.careful:
            margin.room = 0.0  # it was looked at, not kept account of
        elif margin.sufficed(n, square):
            pass
        elif n == 1:
            self._look_at_theta(margin)
        else:
            self.careful = True
            self._go_back(n)
            return False
        return True

    # A given mini-batch

    def _until_due(self, programs: Sequence[Program]) -> Sequence[Program]:
        left = (self._last(one) - self.trainer.batch for one in self._due)
        return programs[: min((n for n in left if n > 0), default=len(programs))]

    def _note_at(self) -> None:
        for one in self._due:
            if self._last(one) == self.trainer.batch:
                self._note(one, _("reached"))

    def _last(self, one: Breakpoint) -> int:
        """After which mini-batch of its epoch a given one stops."""
        return min(int(one.values[1]), self.trainer.batches)

    def fail(self, program: Program) -> bool:
        """The mini-batch after those done diverged: stand before it, or after an earlier one if a breakpoint hit there.

        False where none did, or where we stood here before.
        """
        n = self.epoch.done - self._first
        news = self._unmet() if self.remembers or not program.drops else []  # else its masks are lost: just switched on
        text = first_not_finite(program) if news else ""
        dropout = self.training.random.bit_generator.state
        if self.remembers and program.drops:
            self._go_back(n)
        self.end()
        if not self._findings:
            self._note_not_finite(news, text)
        if not self._findings:
            self.training.random.bit_generator.state = dropout
        return bool(self._findings)

    def _go_back(self, n: int) -> None:
        """To where n mini-batches of the pass had run, or to where one of them made a breakpoint hit."""
        assert self.remembers, "begin sees to it where it may be needed"
        epoch = self.epoch
        epoch.retreat.go_back()
        self._findings.clear()
        self.held, self._low, self._high = self._held_before, 0.0, 0.0
        epoch.done = self._first
        look = self._look_for_crossings(self._margin, n) if self._margin and self.careful else None
        for program in epoch.gathered[self._first : self._first + n]:
            program.run()
            epoch.done += 1
            if look is not None and look():
                break

    # ‖∇‖

    def _first_norm(self, squares: Sequence[float]) -> int:
        """The first mini-batch of the pass where ‖∇‖ comes over or under a limit; as many as there are if none does."""
        firsts = [len(squares)]
        for one in self._gradient:
            before = bool(self.held.get(one))
            for place, square in enumerate(squares):
                holds = beyond(one, square)
                if holds and not before:
                    firsts.append(place)
                    break
                before = holds
        return min(firsts)

    def _note_norms(self, squares: Sequence[float]) -> None:
        for one in self._gradient:
            if len(squares) > 1:
                self._begins(one, beyond(one, squares[-2]))
            if self._begins(one, beyond(one, squares[-1])):
                text = _("‖∇‖ is {:.6g}, under {:g}") if one.kind == "gradient_under" else _("‖∇‖ is {:.6g}, over {:g}")
                self._note(one, text.format(sqrt(squares[-1]), one.values[0]))
        limits = [one.values[0] * one.values[0] for one in self._gradient]
        self._low = max((limit for limit in limits if limit <= squares[-1]), default=-inf)
        self._high = min((limit for limit in limits if limit >= squares[-1]), default=inf)

    # Θ

    @property
    def _over(self) -> list[bool]:
        return [bool(self.held.get(one)) for one in self._theta]

    def _look_for_crossings(self, margin: Margin, n: int) -> Callable[[], bool]:
        """A look after each of the next n mini-batches: whether a weight made a breakpoint hit."""
        crossed = margin.crossing(n, self._over)
        return lambda: crossed() and self._look_at_theta(margin)

    def _look_at_theta(self, margin: Margin) -> bool:
        (place, largest), hit = margin.largest(), False
        for one in self._theta:
            if self._begins(one, largest > one.values[0]):
                name, value = self.trainer.network.parameters.cell(place), margin.theta[place]
                self._note(one, _("{} = {:.6g}, |θ| over {:g}").format(name, value, one.values[0]))
                hit = True
        margin.measure(largest, self._over)
        return hit

    # Values that aren't finite

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
            self.held = {**self.held, one: frozenset({self._here})}
            self._note(one, text, ahead=1)

    # Examples

    def _first_wrong(self, n: int) -> int:
        """The first mini-batch of the pass with a misclassified example; n if none of the n has one."""
        if self._judge is None:
            return n
        place = self._judge.first_wrong(self.epoch, self._first, self._first + n)
        return n if place is None else place

    def _note_misclassified(self) -> None:
        assert self._judge is not None
        last = self.epoch.done
        (Z, Y), rows = self.epoch.outputs(last - 1, last), self.epoch.taken(last - 1, last)
        wrong = self._judge.wrong(Z, Y)[0]
        i, found = int(wrong.argmax()), int(np.count_nonzero(wrong))
        text = self._judge.verdict(Z[0, i], Y[0, i], int(rows[i]))
        if found > 1:
            more = ngettext(
                " ({} of the {} examples is misclassified)", " ({} of the {} examples are misclassified)", found
            )
            text += more.format(found, wrong.size)
        for one in self._of("misclassified"):
            self._note(one, text, int(rows[i]))

    # After an epoch

    @property
    def see(self) -> Callable[[Program], None] | None:
        """What wants to see the outputs of all training examples, if anything does."""
        return self._activity.see if self._activity.looks else None

    def end_epoch(self, train_loss: float) -> None:
        """Look at the train loss, and at the outputs of all training examples if they were seen."""
        self._rises = self._rises + 1 if self._losses and train_loss > self._losses[-1] else 0
        self._losses.append(train_loss)
        for one in self._loss_rose:
            if self._begins(one, self._rises >= one.values[0]):
                self._note_loss(one)
        if self._activity.examples:
            self._note_activity()
            self._activity.forget()
        if self._margin and self.trainer.stopped_by == "early_stopping":
            self._margin.room = 0.0  # Θ is that of another epoch
        self._due = self._at and self._due_now()

    def _last_losses(self) -> deque[float]:
        """The train losses of the last epochs, as many as may be asked for; a long history leaves some out."""
        history, most = self.trainer.history, 1 + max((int(one.values[0]) for one in self._loss_rose), default=0)
        rows = zip(history.epoch[-most:].tolist(), history.train_loss[-most:].tolist(), strict=True)
        first = self.trainer.epoch + 1 - min(most, len(history))  # where none is left out
        return deque((loss for epoch, (kept, loss) in enumerate(rows, first) if kept == epoch), most)

    def _note_loss(self, one: Breakpoint) -> None:
        k, losses = int(one.values[0]), self._losses
        text = _("the train loss has risen since epoch {}, from {:.4g} to {:.4g}")
        since = f"{self.trainer.epoch - k:,}"
        self._note_epoch(one, text.format(since, losses[-1 - k], losses[-1]))

    def _note_activity(self) -> None:
        for one in self._saturated:
            for l in sorted(self._news(one, self._activity.saturated(one.values[0]))):
                self._note_epoch(one, self._activity.saturated_text(l))
        for one in self._dead:
            if news := sorted(self._news(one, self._activity.dead())):
                names = [_("neuron {} of layer {}").format(j, l) for l, j in news[:NAMED]]
                if len(news) > NAMED:
                    names.append(_("{} more").format(f"{len(news) - NAMED:,}"))
                self._note_epoch(one, _("dead, a = 0 for every training example: {}").format(", ".join(names)))

    # Inside

    def _news(self, one: Breakpoint, places: Iterable[Any]) -> frozenset[Any]:
        """Where the condition holds now and didn't at the last look."""
        before, now = self.held.get(one, NOWHERE), frozenset(places)
        if now == before:
            return NOWHERE
        self.held = {**self.held, one: now}
        return now - before

    def _begins(self, one: Breakpoint, holds: bool) -> bool:
        return bool(self.held.get(one)) != holds and bool(self._news(one, [()] if holds else []))

    def _note(self, one: Breakpoint, text: str, example: int | None = None, ahead: int = 0) -> None:
        """Of the mini-batch just done, or of one `ahead`."""
        epoch, batch = self.trainer.epoch + 1, self.trainer.batch + ahead
        where = _("epoch {}, batch {}").format(f"{epoch:,}", f"{batch:,}")
        self._findings.append(Finding(where, one.kind, text, example))

    def _note_epoch(self, one: Breakpoint, text: str) -> None:
        where = _("epoch {}").format(f"{self.trainer.epoch:,}")
        self._findings.append(Finding(where, one.kind, text))


def beyond(one: Breakpoint, square: float) -> bool:
    """Whether ‖∇‖² is on the side of the limit where the breakpoint stops."""
    limit = one.values[0] * one.values[0]
    return square < limit if one.kind == "gradient_under" else square > limit
