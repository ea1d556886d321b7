"""Training at a set speed: its pace by a clock of the test, its snapshots, and the keys' steps."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Thread
from time import perf_counter, thread_time

import pytest
from sessions import settled, wait, xor

from core.runs.run_list import latest_run
from tui_mlp.session.commands import Pause, Run, SetSpeed, ShowLayer
from tui_mlp.session.comparison.comparison_session import ComparisonSession
from tui_mlp.session.pace import SPEEDS, Pace, faster, slower
from tui_mlp.session.run_until import Until
from tui_mlp.session.session import Goal, RunState, TrainingSession
from tui_mlp.session.stepped_sessions import SteppedComparison, SteppedSession


class Timed(SteppedSession):
    """A session whose time passes only while it waits, and by `lasts` in each look for a command."""

    time = 0.0
    lasts = 0.0

    def clock(self) -> float:
        return self.time

    def interrupted(self) -> bool:
        self.time += self.lasts
        return super().interrupted()

    def block(self, seconds: float) -> None:
        self.time += seconds


class TimedComparison(SteppedComparison):
    """A comparison whose time passes only while it waits."""

    time = 0.0

    def clock(self) -> float:
        return self.time

    def block(self, seconds: float) -> None:
        self.time += seconds


@pytest.mark.parametrize(
    ("before", "measured", "after"),
    [
        (None, 556.0, 500),
        (None, 500.0, 200),
        (None, 0.0, 500),
        (None, 0.4, 1),
        (500, 80.0, 200),
        (2, 0.0, 1),
        (1, 0.0, 1),
    ],
)
def test_slower_is_the_next_step_or_below_what_was_measured(before: int | None, measured: float, after: int) -> None:
    assert slower(before, measured) == after


def test_faster_goes_through_all_steps_to_full_speed() -> None:
    assert [faster(each) for each in SPEEDS] == [*SPEEDS[1:], None]
    assert faster(None) is None


def test_a_slow_epoch_is_caught_up_and_a_long_one_isnt() -> None:
    pace = Pace()
    pace.speed = 10
    pace.epoch_begins(0.0)
    assert pace.seconds_left(0.02) == pytest.approx(0.08)
    pace.epoch_begins(0.35)  # 0.25 late
    pace.epoch_begins(0.36)
    pace.epoch_begins(0.37)
    assert pace.seconds_left(0.37) == pytest.approx(0.03), "the next one is due at 0.4, as if none had been late"
    pace.epoch_begins(60.0)
    caught_up = 0
    while not pace.seconds_left(60.0):
        pace.epoch_begins(60.0)
        caught_up += 1
    assert caught_up <= 5, "half a second at the most"


@pytest.mark.parametrize(("speed", "goal"), [*((speed, Goal.END) for speed in SPEEDS), (10, Goal.UNTIL)])
def test_the_pace_is_kept_by_waiting(tmp_path: Path, speed: int, goal: Goal) -> None:
    session = Timed(xor(tmp_path, epochs=3 * speed + 1))
    session.lasts = 0.1 / speed  # two mini-batches: a fifth of the time
    session.post(SetSpeed(speed))
    session.post(Run(goal, Until("epochs", 3 * speed + 1) if goal is Goal.UNTIL else None))
    session.train_on()
    assert session.snapshot.epoch == 3 * speed + 1
    assert session.time == pytest.approx(3.0, rel=0.1)


def test_epochs_slower_than_the_speed_never_wait(tmp_path: Path) -> None:
    session = Timed(xor(tmp_path, epochs=20))
    session.lasts = 1.0
    session.post(SetSpeed(2))
    session.post(Run())
    session.train_on()
    assert session.time == pytest.approx(40.0)


def test_one_epoch_or_batch_or_equation_runs_at_once(tmp_path: Path) -> None:
    session = Timed(xor(tmp_path))
    session.post(SetSpeed(1))
    for goal in (Goal.EPOCH, Goal.EPOCH, Goal.BATCH, Goal.EQUATION, Goal.EPOCH):
        session.post(Run(goal))
        session.train_on()
    assert session.snapshot.epoch == 3
    assert session.time == 0.0


@pytest.mark.parametrize(("speed", "apart"), [(1, 1), (2, 1), (500, 125)])
def test_each_epoch_that_can_be_seen_is_shown_and_no_more(tmp_path: Path, speed: int, apart: int) -> None:
    """At 4 snapshots a second. The first one comes at the end of the first epoch."""
    shown: list[int] = []
    session = Timed(xor(tmp_path, epochs=4 * speed))
    session.post(SetSpeed(speed))
    session.post(Run())
    session.attach(lambda: shown.append(session.snapshot.epoch))
    session.train_on()
    steps = [after - before for before, after in pairwise(dict.fromkeys(shown))]
    assert len(shown) >= 4
    assert max(steps) <= apart + 1
    assert sorted(steps)[len(steps) // 2] == pytest.approx(apart, abs=1)


def test_the_time_left_is_that_of_the_pace(tmp_path: Path) -> None:
    session = Timed(xor(tmp_path, epochs=1000))
    left: list[tuple[int, float]] = []

    def note() -> None:
        snapshot = session.snapshot
        if snapshot.seconds_left is not None:
            left.append((snapshot.epoch, snapshot.seconds_left))

    session.attach(note)
    session.post(SetSpeed(2))
    session.post(Run(Goal.UNTIL, Until("epochs", 200)))
    session.train_on()
    assert len(left) > 100
    assert all(seconds == pytest.approx((200 - epoch) / 2, rel=0.01) for epoch, seconds in left)
    left.clear()
    session.post(Run(Goal.UNTIL, Until("train_loss", 0.0)))
    session.train_on()
    assert left == [], "how far it is to a loss nobody knows"


@pytest.mark.parametrize(("lasts", "rings"), [(3.0, 1), (0.3, 0)])
def test_the_bell_rings_at_the_end_of_more_than_a_minute(tmp_path: Path, lasts: float, rings: int) -> None:
    session = Timed(xor(tmp_path, epochs=20))
    session.lasts = lasts
    session.post(Run())
    session.train_on()
    assert session.state is RunState.FINISHED
    assert bells(session) == rings


def test_the_bell_doesnt_ring_at_a_pause_by_hand(tmp_path: Path) -> None:
    session = Timed(xor(tmp_path, epochs=1000))
    session.post(SetSpeed(1))
    session.post(Run())
    while session.time < 100:
        session.task.advance()
    session.post(Pause())
    session.train_on()
    assert session.state is RunState.PAUSED
    assert bells(session) == 0


def bells(session: TrainingSession) -> int:
    return sum(session.events.get().bell for _ in range(session.events.qsize()))


def test_a_replay_at_a_set_speed_ends_where_the_run_did(tmp_path: Path) -> None:
    with_runs = SteppedSession(xor(tmp_path, epochs=4), tmp_path / "runs")
    with_runs.post(Run())
    with_runs.train_on()
    with_runs.change("training.epochs", 6)
    for _ in range(2):
        with_runs.post(Run(Goal.EPOCH))
        with_runs.train_on()
    with_runs.change("training.epochs", 100)
    with_runs.close()
    replay = Timed.replaying(latest_run(tmp_path / "runs"))
    replay.post(SetSpeed(10))
    replay.post(Run())
    replay.train_on()
    assert (replay.snapshot.epoch, replay.state) == (6, RunState.FINISHED)
    assert replay.time == pytest.approx(0.5)


def test_a_comparison_keeps_the_pace_for_both(tmp_path: Path) -> None:
    session = TimedComparison(xor(tmp_path, epochs=31), "training.learning_rate=0.5")
    session.post(SetSpeed(10))
    session.post(Run())
    session.train_on()
    assert [side.epoch for side in session.snapshot.sides] == [31, 31]
    assert session.time == pytest.approx(3.0)
    assert session.snapshot.speed == pytest.approx(10, rel=0.1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[TrainingSession]:
    session = TrainingSession(xor(tmp_path, epochs=10**9))
    yield session
    assert session.close()


def test_keys_act_at_once_while_it_waits_and_no_epoch_comes_early(session: TrainingSession) -> None:
    session.post(SetSpeed(1))
    session.post(Run())
    wait(lambda: session.snapshot.epoch == 1, session)
    began = perf_counter()
    for _ in range(100):
        session.post(ShowLayer(1))
        wait(lambda: session.up_to_date, session)
    assert perf_counter() - began < 10, "most of them waited for the next epoch"
    shown = session.snapshot.epoch
    session.post(Pause())
    wait(settled(session, RunState.PAUSED), session)
    assert session.snapshot.epoch <= 2 + perf_counter() - began, "a key let an epoch begin early"
    assert session.snapshot.epoch - shown <= 1


def test_waiting_costs_no_processor_and_ends_with_a_command(session: TrainingSession) -> None:
    used, began = list[float](), perf_counter()

    def wait_a_little() -> None:
        before = thread_time()  # of this thread alone: threads of earlier tests may still be ending
        session.block(0.4)
        used.append(thread_time() - before)

    waiting = Thread(target=wait_a_little)
    waiting.start()
    waiting.join()
    assert perf_counter() - began >= 0.4
    assert used[0] < 0.1
    waiting = Thread(target=session.block, args=(60.0,))
    waiting.start()
    while waiting.is_alive():  # the session's own thread takes the command, the other one only wakes
        session.post(ShowLayer(1))
        waiting.join(0.01)
    assert perf_counter() - began < 30


def test_a_comparison_has_a_thread_that_waits_too(tmp_path: Path) -> None:
    session = ComparisonSession(xor(tmp_path, epochs=10**6), "training.learning_rate=0.5")
    session.post(SetSpeed(1))
    session.post(Run())
    wait(lambda: session.snapshot.epoch >= 1)
    session.post(Pause())
    wait(lambda: session.snapshot.state is RunState.PAUSED)
    assert session.snapshot.epoch <= 3
    assert session.close()
