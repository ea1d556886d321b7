"""Two trainings beside each other, looked at by a person and kept. Renew with: pytest --snapshot-update"""

from collections.abc import Callable
from pathlib import Path

import pytest
from comparing import SATURATED, compare
from stepped import make_app
from textual.pilot import Pilot


@pytest.fixture(autouse=True)
def true_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


async def trained(pilot: Pilot[None]) -> None:
    session = await compare(pilot)
    await pilot.press("space")
    session.train_on()
    await pilot.pause()


LONG = SATURATED.replace("epochs = 40", "epochs = 600")


def test_trained(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    assert snap_compare(make_app(tmp_path, LONG), terminal_size=(80, 24), run_before=trained)


def test_accuracy_beside(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await trained(pilot)
        await pilot.press("a")

    assert snap_compare(make_app(tmp_path, LONG), terminal_size=(160, 48), run_before=steps)


def test_without_colour(snap_compare: Callable[..., bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make_app(tmp_path, LONG), terminal_size=(80, 24), run_before=trained)


def test_ascii(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    assert snap_compare(make_app(tmp_path, LONG, ascii=True), terminal_size=(80, 24), run_before=trained)
