"""A study with made-up figures in place of trainings."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sweep_files import a_sweep

from core.sweeps.saved.records import FINISHED, PRUNED, RunRecord, TrialRecord, Value
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.search.study import Proposal, Study
from core.sweeps.sweep_experiment import SweepExperiment

Figure = Callable[[Mapping[str, Value]], float]

SPACE = """
"training.learning_rate" = { low = 1e-4, high = 0.3, log = true }
"network.hidden" = [[8], [8, 8], [16, 16]]
"training.batch_size" = { low = 5, high = 25, step = 5 }
"training.optimizer" = ["adam", "momentum"]
"training.momentum" = { low = 0.5, high = 0.99, when = { "training.optimizer" = "momentum" } }
"""
GRID = """
"training.learning_rate" = { low = 1e-3, high = 0.1, log = true, steps = 3 }
"training.optimizer" = ["adam", "momentum"]
"training.momentum" = { values = [0.5, 0.9], when = { "training.optimizer" = "momentum" } }
"""


def number(settings: Mapping[str, Value], key: str) -> float:
    """The value of a key that is a number."""
    value = settings[key]
    assert isinstance(value, int | float)
    return value


def by_rate(settings: Mapping[str, Value]) -> float:
    """A loss that is least at a learning rate of 0.1."""
    return abs(number(settings, "training.learning_rate") - 0.1)


def a_record(proposal: Proposal, *objectives: float, state: str = FINISHED) -> TrialRecord:
    """What comes of a trial with one run."""
    run = RunRecord(run=f"trial-{proposal.number:04}", seed=1, epochs=9, objectives=[*objectives], weights_sha256="ab")
    return TrialRecord(
        trial=proposal.number, settings=proposal.settings, state=state, objectives=[*objectives], runs=[run], epochs=9,
        best_epoch=8, seconds=0.5,
    )  # fmt: skip


def do_trial(study: Study, figure: Figure = by_rate) -> Proposal | None:
    """Begin a trial and end it; with a pruner, at the epoch at which it says so."""
    proposal = study.ask()
    if proposal is not None:
        value = figure(proposal.settings)
        pruned = any(study.report_and_prune(proposal.number, epoch, value) for epoch in study.decision_epochs)
        study.tell(a_record(proposal, value, state=PRUNED if pruned else FINISHED))
    return proposal


class Search:
    """A study in a folder, which can be opened again, as after a crash."""

    def __init__(self, folder: Path, space: str = SPACE, sweep: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self.sweep: SweepExperiment = a_sweep(folder, space, sweep)
        self.folder = SweepFolder(folder)
        self.study = Study.open(self.folder, self.sweep)

    def reopen(self) -> Study:
        """The study as the next process finds it."""
        self.study = Study.open(self.folder, self.sweep)
        return self.study

    def proposals(self, count: int, figure: Figure = by_rate) -> list[Proposal]:
        """Do so many trials, or as many as there are."""
        found = [do_trial(self.study, figure) for _number in range(count)]
        return [proposal for proposal in found if proposal is not None]
