"""A sweep in a process of its own, which a test kills: python sweep_process.py FOLDER."""

import sys
from pathlib import Path

from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import read_sweep
from core.sweeps.sweep import Sweep

if __name__ == "__main__":
    folder = SweepFolder(Path(sys.argv[1]))
    with LocalWorkers(2) as workers:
        Sweep(folder, read_sweep(folder, resolve=True), workers, print).run()
