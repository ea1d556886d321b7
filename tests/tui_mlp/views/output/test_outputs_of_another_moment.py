"""What a pane of outputs says of outputs that aren't of the present moment, or aren't there."""

from dataclasses import replace
from pathlib import Path

from stepped import make_app, screen_of, settled

from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.output.screen import OutputScreen


async def test_the_epoch_is_said_where_the_header_has_another_one(tmp_path: Path) -> None:
    """Outputs are computed for a share of the time, so while training they may be of an epoch before."""
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        panes = [pane for pane in screen_of(app, OutputScreen).panes() if isinstance(pane, OutputPane)]
        for pane in panes:
            here = pane.snapshot
            assert pane.moment() == ""
            pane.snapshot = later = replace(here, epoch=here.epoch + 7)
            assert pane.moment() == f"epoch {here.epoch}"
            assert pane.shows_same(here, later)
            assert not pane.shows_same(here, replace(here, outputs_problem="too little memory"))
            assert not pane.shows_same(here, replace(here, outputs=None))
        assert len(panes) > 1
