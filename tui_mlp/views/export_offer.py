"""What can be exported, and the dialog that asks for it.

The first time, the dialog's modules take 50 to 130 ms to import: too long for the screen's thread, where keys wait
meanwhile. So they are imported on the thread that finds what can be exported.
"""

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui_mlp.text.unreadable import unreadable_text

if TYPE_CHECKING:
    from core.prediction.trainer_models import TakenModels
    from core.runs.run_list import ListedRun
    from tui_mlp.models.model_choices import ModelChoices


def offer_of_training(taken: "TakenModels | str", side: str = "") -> "ModelChoices | str":
    """What can be exported of a training; a text, which says why nothing can, stays. For the training's thread.

    `side` is its letter in a comparison, by which its files have another name than those of the other one.
    """
    import tui_mlp.dialogs.export.screen  # noqa: F401
    from tui_mlp.models.model_choices import choices_of_training

    if isinstance(taken, str):
        return taken
    choices = choices_of_training(taken)
    return choices._replace(name=f"{choices.name}-{side}", about=f"{choices.about}, {side}") if side else choices


def offer_of_run(run: "ListedRun") -> "ModelChoices | str":
    """What can be exported of a saved run; a message where it can't be read. For any thread but the screen's."""
    import tui_mlp.dialogs.export.screen  # noqa: F401
    from tui_mlp.models.model_choices import choices_of_run

    try:
        return choices_of_run(run)
    except Exception as problem:  # whatever a reader raises is shown
        return unreadable_text(str(run.folder.path), problem)


def show_offer(screen: Screen[None], offer: "ModelChoices | str") -> None:
    """Ask what to export, or say why nothing can be; unless another dialog was opened meanwhile."""
    from tui_mlp.dialogs.export.screen import ExportDialog

    if isinstance(offer, str):
        screen.notify(offer, severity="error")
    elif screen.app.screen is screen:
        screen.app.push_screen(ExportDialog(offer))
