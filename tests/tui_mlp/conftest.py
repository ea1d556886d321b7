"""Tests of screens wait for a state of the app, where Textual's pilot waits for a time without work."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import textual.app
import textual.pilot
import textual_caches
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

QUIET_TURNS = 3
"""Turns of the event loop without anything to do: messages from threads come by a socket, which each turn looks at."""
MOST_SECONDS = 30.0
MOST_DRAWN = 20
"""Times that a screen is drawn at the most: one too narrow for its scroll bars has itself laid out again each time."""


async def idle(*_seconds: float) -> None:
    """Wait until nothing in the app can go on by itself, and all that has changed is drawn.

    That is so when no callback is ready in the event loop, no input, resize or drawing is put off and no worker runs.
    What a thread outside the app does, such as training, and timers are not waited for.

    Textual's own sleeps 20 ms at a time until the process has used no processor meanwhile, at the most a second: with
    two such waits for each key, they are a third of the time of these tests, and on a busy machine they can end before
    a key has had its effect.
    """
    app, loop = active_app.get(), asyncio.get_running_loop()
    quiet, drawn, latest = 0, 0, loop.time() + MOST_SECONDS
    while quiet < QUIET_TURNS and not app._exit:
        if quiet:
            textual_caches.look_for_events()
        await asyncio.sleep(0)
        assert loop.time() < latest, "the app never came to rest"
        quiet += 1
        due = [screen for screen in app.screen_stack if screen._update_timer._active.is_set()] if not app._exit else []
        if loop._ready:  # type: ignore[attr-defined]
            quiet = 0
        elif (
            getattr(app, "unsettled", False)
            or app._resize_timer
            or app._batch_count
            or not all(worker.is_finished for worker in app.workers)
        ):
            quiet = 0
            await asyncio.sleep(0.001)
        elif due and drawn < MOST_DRAWN:
            quiet, drawn = 0, drawn + 1
            for screen in due:
                screen._on_timer_update()
        elif quiet == QUIET_TURNS and undrawn:
            quiet = 0
            draw_changes(app.screen)


async def at_rest(self: Pilot[Any], timeout: float = MOST_SECONDS) -> bool:
    """In place of Textual's wait after keys and in pauses, which sends each widget a message and awaits the last.

    Where nothing in the app can go on, all have had theirs; with some forty widgets, the messages were a tenth of the
    time of these tests.
    """
    await idle()
    return True


parse_rules = Stylesheet._parse_rules
parsed: dict[object, list[RuleSet]] = {}


def parsed_once(self: Stylesheet, css: str, *about: Any, **named: Any) -> list[RuleSet]:
    """Rules as Textual parses them, once for all apps of a process: each would parse all styles again."""
    key = (css, about, *named.items(), *self._variables.items())
    if key not in parsed:
        parsed[key] = parse_rules(self, css, *about, **named)
    return parsed[key]


refresh_screen, cut_lines = Screen._compositor_refresh, Compositor._render_chops
headless: list[Compositor] = []
"""The compositor of the screen that is being drawn, if no terminal shows it."""


def refreshed(self: Screen[Any]) -> None:
    """Textual's method; meanwhile `headless` says whether a terminal shows the screen."""
    headless[:] = [self._compositor] if self.app.is_headless else []
    try:
        refresh_screen(self)
    finally:
        headless.clear()


undrawn: dict[Compositor, Region] = {}
"""What has been changed on screens that no terminal shows, and not been drawn yet."""


def cut_for_terminals(
    self: Compositor, crop: Region, is_rendered_line: Callable[[int], bool]
) -> Sequence[Mapping[int, Strip]]:
    """Textual's method, which has the widgets draw their lines and cuts them where widgets overlap, for the terminal.

    Without a terminal Textual would throw the lines away: the widgets draw them once, when the app has come to rest,
    and nothing is cut. Text and pictures that tests look at are still made by Textual's own method.
    """
    if self not in headless:  # such as a screen below a dialog, which is drawn behind it
        return cut_lines(self, crop, is_rendered_line)
    undrawn[self] = undrawn.get(self, crop).union(crop)
    return []


def draw_changes(screen: Screen[Any]) -> None:
    """Have the widgets of a screen draw what has changed, unless it is no longer shown.

    Of widgets that hold others only the frame can be seen.
    """
    changed = undrawn.pop(screen._compositor, None)
    undrawn.clear()
    if changed is None:
        return
    visible_screen_stack.set(screen.app._background_screens)
    for widget, (region, clip) in screen._compositor.visible_widgets.items():
        seen = region.intersection(clip)
        if seen and changed.overlaps(clip) and (not widget._nodes or widget.gutter):
            widget.render_lines(seen.translate(-region.offset))


textual.app.wait_for_idle = idle  # type: ignore[attr-defined, assignment]
textual.pilot.wait_for_idle = idle  # type: ignore[attr-defined, assignment]
Pilot._wait_for_screen = at_rest  # type: ignore[method-assign]
Stylesheet._parse_rules = parsed_once  # type: ignore[method-assign]
Screen._compositor_refresh = refreshed  # type: ignore[method-assign]
Compositor._render_chops = cut_for_terminals  # type: ignore[method-assign]
textual_caches.keep()
