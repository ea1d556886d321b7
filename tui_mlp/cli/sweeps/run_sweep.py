"""Runs a sweep without a screen: its workers, its progress, and what is said at its end."""

from pathlib import Path

from core.data.preparing.split_settings import parse_split
from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.cluster.cluster import Cluster
from core.sweeps.cluster.existing_scheduler import ExistingScheduler
from core.sweeps.cluster.local_workers import LocalWorkers, default_count
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import create_sweep_folder, read_sweep
from core.sweeps.sweep_experiment import SweepExperiment, check_with_data
from tui_mlp.cli.options import Options

from .saved_sweeps import chosen_sweep
from .where_options import Where


def start_sweep(file: Path, where: Where, options: Options) -> int:
    """Begin the sweep in a file; the exit status. Raises InputError."""
    sweep = SweepExperiment.load(file, options.overrides)
    with chosen_cluster(where, sweep) as cluster:  # before there is a folder: without workers there is no sweep
        check_with_data(sweep)
        return run(create_sweep_folder(options.runs_dir, sweep), sweep, cluster, where, options)


def resume_sweep(text: str, where: Where, options: Options) -> int:
    """Go on with a saved sweep; the exit status. Raises InputError."""
    folder = chosen_sweep(text, options)
    sweep = read_sweep(folder, resolve=True)
    with chosen_cluster(where, sweep) as cluster:
        return run(folder, sweep, cluster, where, options)


def chosen_cluster(where: Where, sweep: SweepExperiment) -> Cluster:
    """The workers that the options ask for. Raises InputError for options that don't fit each other."""
    tls = {"--tls-ca": where.tls_ca, "--tls-cert": where.tls_cert, "--tls-key": where.tls_key}
    given = [name for name, path in tls.items() if path is not None]
    if where.scheduler is None:
        if given:
            raise InputError(_("{}: found no --scheduler, expected the one that uses TLS").format(given[0]))
        return LocalWorkers(where.workers or default_count(sweep.experiment.training.threads))
    if where.workers is not None:
        message = _("--workers and --scheduler: found both, expected one; a scheduler has its workers already")
        raise InputError(message)
    return ExistingScheduler(where.scheduler, where.tls_ca, where.tls_cert, where.tls_key)
