"""Runs a sweep without a screen."""

import sys
from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.cluster.cluster import Cluster
from core.sweeps.cluster.existing_scheduler import ExistingScheduler
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.default_workers import default_workers
from core.sweeps.saved.find_sweeps import find_sweep
from core.sweeps.saved.new_folder import create_sweep_folder
from core.sweeps.saved.records import FAILED, SweepStatus, TrialRecord
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SweepReader, read_sweep
from core.sweeps.sweep import Sweep
from core.sweeps.sweep_experiment import SweepExperiment, check_with_data
from tui_mlp.cli.console import say, warn
from tui_mlp.cli.notes import tell_notes
from tui_mlp.cli.options import Options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.stop_signals import StopRequest, stop_on_signals
from tui_mlp.system.standard_streams import continue_without_output
from tui_mlp.text.numbers import count

from .result_lines import last_record, problem_of_end, result_lines, status_of_end
from .stdin_watch import stop_when_stdin_closes
from .sweep_progress import sweep_progress
from .trial_lines import trial_record
from .where_options import Where


def start_sweep(file: Path, where: Where, options: Options) -> int:
    """Begin the sweep in a file; the exit status. Raises InputError."""
    sweep = SweepExperiment.load(file, options.overrides)
    with chosen_cluster(where, sweep) as cluster:  # before there is a folder: without workers there is no sweep
        tell_notes(check_with_data(sweep))
        folder = create_sweep_folder(options.runs_dir, sweep)
        status = run(folder, sweep, cluster, where, options)
    return report(folder, status, options)


def resume_sweep(text: str, where: Where, options: Options) -> int:
    """Go on with a saved sweep; the exit status. Raises InputError."""
    folder = find_sweep(text, options.runs_dir)
    sweep = read_sweep(folder, resolve=True)
    with chosen_cluster(where, sweep) as cluster:
        status = run(folder, sweep, cluster, where, options)
    return report(folder, status, options)


def chosen_cluster(where: Where, sweep: SweepExperiment) -> Cluster:
    """The workers that the options ask for. Raises InputError for options that don't fit each other."""
    tls = {"--tls-ca": where.tls_ca, "--tls-cert": where.tls_cert, "--tls-key": where.tls_key}
    given = [name for name, path in tls.items() if path is not None]
    if where.scheduler is None:
        if given:
            raise InputError(_("{}: found no --scheduler, expected the one that uses TLS").format(given[0]))
        return LocalWorkers(where.workers or default_workers(sweep.experiment.training.threads))
    if where.workers is not None:
        message = _("--workers and --scheduler: found both, expected one; a scheduler has its workers already")
        raise InputError(message)
    return ExistingScheduler(where.scheduler, where.tls_ca, where.tls_cert, where.tls_key)


def run(
    folder: SweepFolder, sweep: SweepExperiment, cluster: Cluster, where: Where, options: Options
) -> SweepStatus:  # fmt: skip
    """Train until all trials have ended or a signal comes, with the progress on stderr, and with --json a line a trial.

    Returns the last status. Raises InputError as `Sweep.run` does.
    """
    objectives, stop = sweep.settings.objective, StopRequest()
    ended = {record.trial: record for record in SweepReader(folder).refresh().ended}
    continue_without_output(warn, str(folder.path))
    with stop_on_signals(stop), sweep_progress(objectives, not (options.json and sys.stdout.isatty())) as progress:
        if where.until_stdin_closes:
            stop_when_stdin_closes(stop.ask)

        def trial_ended(record: TrialRecord) -> None:
            ended[record.trial] = record
            if options.json:
                print_json(trial_record(record, folder, objectives))
            if record.state == FAILED:
                progress.tell(_("trial {} failed: {}").format(count(record.trial), record.problem))

        def status_changed(status: SweepStatus) -> None:
            progress.show(status, ended.get(status.best[0]) if status.best else None)

        return Sweep(folder, sweep, cluster, progress.tell, trial_ended, status_changed).run(stop)


def report(folder: SweepFolder, status: SweepStatus, options: Options) -> int:
    """Print what came of the sweep; the exit status."""
    saved = SweepReader(folder).refresh()
    if options.json:
        print_json(last_record(saved))
    else:
        for line in result_lines(saved, status):
            say(line)
    if problem := problem_of_end(saved, status):
        warn(problem)
    return status_of_end(saved, status)
