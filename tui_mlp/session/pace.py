"""The speeds to choose from, the pace that keeps to one, and the speed as measured.

A speed is a number of epochs a second; None is as fast as it goes.
"""

from collections.abc import Callable

SPEEDS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
NEWCOMER_SPEED = 100
"""The speed of the first training of somebody new: the loss curve is seen to fall."""
MEASURED_SECONDS = 1.0
MOST_BEHIND = 0.5
"""The seconds by which an epoch may be late and still be caught up, if that is more than the time of one epoch."""


def slower(speed: int | None, measured: float) -> int:
    """The next lower speed, the lowest again where there is none.

    From full speed, the highest that is below the `measured` epochs a second, which are 0 if none were measured.
    """
    bound = speed or measured or SPEEDS[-1] + 1
    return max((each for each in SPEEDS if each < bound), default=SPEEDS[0])


def faster(speed: int | None) -> int | None:
    """The next higher speed; after the highest, full speed."""
    return min((each for each in SPEEDS if speed is not None and each > speed), default=None)


class Pace:
    """When the next epoch may begin, so that `speed` is kept. All times are in seconds of one clock.

    Each epoch is due one period after the previous one was due, not after it ended: what was lost by a slow epoch is
    made up for by the next ones. More than MOST_BEHIND, or one period, is never made up for, so that a training which
    could not keep up doesn't run ahead later.
    """

    def __init__(self) -> None:
        self.speed: int | None = None
        self._due: float | None = None
        """When the present epoch was due; None: the next epoch begins at once."""

    def start(self) -> None:
        """Let the next epoch begin at once."""
        self._due = None

    def seconds_left(self, now: float) -> float:
        """How long to wait before the next epoch."""
        if self.speed is None or self._due is None:
            return 0.0
        return max(0.0, self._due + 1 / self.speed - now)

    def epoch_begins(self, now: float) -> None:
        """Take note that an epoch begins."""
        if self.speed is None or self._due is None:
            self._due = now
        else:
            period = 1 / self.speed
            self._due = max(self._due + period, now - max(period, MOST_BEHIND))


class Speedometer:
    """Measures epochs a second, over intervals of MEASURED_SECONDS or more in which an epoch has ended."""

    def __init__(self) -> None:
        self.speed = 0.0
        """The last measurement, 0 before the first one."""
        self.steady = False
        """Whether a whole interval has been measured."""
        self._since, self._epoch = 0.0, 0

    def start(self, now: float, epoch: int) -> None:
        """Start a new interval."""
        self._since, self._epoch = now, epoch

    def measure(self, now: float, epoch: int, at_once: bool) -> None:
        """Measure at the end of an interval; with `at_once`, the first time as soon as an epoch has ended."""
        elapsed = now - self._since
        if epoch <= self._epoch or elapsed <= 0:
            return
        if elapsed >= MEASURED_SECONDS or (at_once and not self.speed):
            self.speed, self.steady = (epoch - self._epoch) / elapsed, elapsed >= MEASURED_SECONDS
            self._since, self._epoch = now, epoch


class Timing:
    """How fast a training runs: the pace that it keeps, its speed as measured by `clock`, and for how long it runs."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._started = clock, 0.0
        self.pace, self._speedometer = Pace(), Speedometer()

    @property
    def speed(self) -> float:
        """Epochs a second as measured last, 0 if not measured yet at the present speed setting."""
        return self._speedometer.speed

    @property
    def seconds(self) -> float:
        """How long ago training was started."""
        return self._clock() - self._started

    def start(self, epoch: int) -> None:
        """Training starts now, with so many epochs completed."""
        self._started = self._clock()
        self._speedometer.start(self._started, epoch)
        self.pace.start()

    def set_speed(self, speed: int | None, epoch: int) -> None:
        """Train at this many epochs a second, or as fast as possible if it is None; measure again."""
        self.pace.speed = speed
        self.forget(epoch)

    def forget(self, epoch: int) -> None:
        """Forget what was measured."""
        self._speedometer = Speedometer()
        self._speedometer.start(self._clock(), epoch)

    def measure(self, now: float, epoch: int) -> None:
        """Measure within an epoch; not at a set speed, where training is between two epochs most of the time."""
        if self.pace.speed is None:
            self._speedometer.measure(now, epoch, at_once=True)

    def seconds_left(self, epoch: int) -> float:
        """How long to wait before the next epoch; to be asked at the end of one, which is measured at a set speed."""
        now = self._clock()
        if self.pace.speed is not None:
            self._speedometer.measure(now, epoch, at_once=False)
        return self.pace.seconds_left(now)

    def epoch_begins(self) -> None:
        """Take note that an epoch begins."""
        self.pace.epoch_begins(self._clock())

    def seconds_for(self, epochs: float) -> float | None:
        """How long so many epochs take; None as long as the speed hasn't been measured for a while."""
        speed = min(self.speed, self.pace.speed or self.speed)
        return epochs / speed if self._speedometer.steady and speed else None
