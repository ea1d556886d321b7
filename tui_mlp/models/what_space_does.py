"""What ended a training, and what the space bar does then, in a sentence."""

from core.support.i18n import N_, _, ngettext, translated
from tui_mlp.session.snapshot import RunState, Snapshot
from tui_mlp.text.numbers import count

REASONS = {
    "tolerance": (N_("tolerance reached"), N_("tolerance reached")),
    "early_stopping": (N_("stopped early, weights of epoch {}"), N_("stopped early")),
}
"""What ended a training before its last epoch, long and short."""


def end_sentences(snapshot: Snapshot, state: RunState) -> tuple[str, ...]:
    """The sentence, and shorter ones for little room; none where training hasn't ended."""
    if state is RunState.DIVERGED:
        return (_("space rewinds to epoch {}").format(count(snapshot.turning_point)),)
    if state is not RunState.FINISHED or snapshot.stopped_by is None:
        return ()
    epochs, more = count(snapshot.epoch), count(snapshot.original_epochs)
    all_done = snapshot.epoch >= snapshot.experiment.training.epochs
    if snapshot.stopped_by in REASONS:
        best = count(snapshot.best_epoch)
        whole, brief = (translated(reason).format(best) for reason in REASONS[snapshot.stopped_by])
        if all_done:
            return (
                _("{}: space trains {} more epochs").format(whole, more),
                _("{}: space {} more").format(brief, more),
            )
        return _("{}: space continues").format(whole), _("{}: space continues").format(brief)
    long = ngettext(
        "{} epoch is done: space {} more, N another number",
        "{} epochs are done: space {} more, N another number",
        snapshot.epoch,
    )
    shorter = ngettext(
        "{} epoch done: space {} more, N other", "{} epochs done: space {} more, N other", snapshot.epoch
    )
    shortest = _("{} done: space {} more")
    return long.format(epochs, more), shorter.format(epochs, more), shortest.format(epochs, more)
