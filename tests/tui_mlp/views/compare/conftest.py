"""For tests of comparisons: none trains by itself."""

import pytest

from tui_mlp.session.stepped_sessions import SteppedComparison
from tui_mlp.views.compare import screen as screens


@pytest.fixture(autouse=True)
def stepped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "ComparisonSession", SteppedComparison)
