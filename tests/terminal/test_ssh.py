"""Over a real SSH connection: a server of our own on loopback, with keys of its own."""

import getpass
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from program import PROGRAM, epoch
from terminal import Terminal, train_slowly

SERVER = shutil.which("sshd") or shutil.which("/usr/sbin/sshd")
NEEDED = [SERVER, shutil.which("ssh"), shutil.which("ssh-keygen")]
pytestmark = pytest.mark.skipif(not all(NEEDED), reason="needs OpenSSH: sshd, ssh and ssh-keygen")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[[str], list[str]]]:
    """A command that runs another on the server, in a terminal."""
    folder, port = tmp_path / "ssh", free_port()
    folder.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    shutil.copy(folder / "user.pub", folder / "authorized_keys")
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized_keys\n"
        f"PidFile {folder}/pid\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where the server locks its unprivileged half in
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([str(SERVER), "-D", "-e", "-f", str(folder / "config")], stderr=log)
    end = time.monotonic() + 30
    while "Server listening" not in (folder / "log").read_text():
        assert server.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < end, (folder / "log").read_text()

    def command(remote: str) -> list[str]:
        options = ["StrictHostKeyChecking=no", f"UserKnownHostsFile={folder}/known", "LogLevel=ERROR", "BatchMode=yes"]
        ssh = ["ssh", "-F", "none", "-tt", "-i", str(folder / "user"), "-p", str(port)]
        return [
            *ssh,
            *(word for option in options for word in ("-o", option)),
            f"{getpass.getuser()}@127.0.0.1",
            remote,
        ]

    yield command
    server.kill()
    server.wait()


def started(tmp_path: Path, arguments: str) -> str:
    """What the server is to run: the program, its process number in a file."""
    environment = f"HOME={tmp_path} LANG=C.UTF-8 LC_ALL=C.UTF-8"
    return f"echo $$ > {tmp_path}/process; exec env {environment} {PROGRAM} {arguments}"


def deaf(command: str) -> str:
    """Below a shell that ignores SIGHUP and stays: the kernel tells the shell alone, and the program hears nothing."""
    return f"trap '' HUP; sh -c {shlex.quote(command)}; true"


def gone(process: int) -> bool:
    """Whether the process has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_opens_trains_follows_a_resize_and_quits(connect: Callable[[str], list[str]], tmp_path: Path) -> None:
    train_slowly(tmp_path)
    with Terminal(connect(started(tmp_path, "spiral --epochs 1000000")), home=tmp_path) as terminal:
        terminal.wait_text("ready", "Θ(1)", "Hyperparameters")
        terminal.send(" ")
        terminal.wait(lambda: epoch(terminal) > 10, "the counter moves")
        terminal.resize(132, 40)
        terminal.wait(lambda: "∇(1)" in terminal.text and len(terminal.lines[-1].rstrip()) > 70, "the larger layout")
        terminal.send(" ")
        terminal.wait_text("paused")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"\x1b[?1049l" in terminal.output


@pytest.mark.parametrize(
    "shell",
    [
        pytest.param(str, id="hang-up", marks=pytest.mark.slow),  # test_hangup has it without a connection
        pytest.param(deaf, id="hang-up ignored"),
    ],
)
def test_a_dropped_connection_saves_and_leaves_no_process(
    connect: Callable[[str], list[str]], tmp_path: Path, shell: Callable[[str], str]
) -> None:
    with Terminal(connect(shell(started(tmp_path, "spiral --epochs 1000000"))), home=tmp_path) as terminal:
        terminal.wait_text("ready")
        process = int((tmp_path / "process").read_text())
        assert not gone(process)
        terminal.send(" ")
        terminal.wait(lambda: epoch(terminal) > 10, "the counter moves")
        terminal.process.kill(signal.SIGKILL)
        end = time.monotonic() + 30
        while not gone(process):
            assert time.monotonic() < end, "the program is still there"
            time.sleep(0.05)  # the process is another's child: there is nothing to wait on
    (run,) = (tmp_path / ".local/share/mlp-tui/runs").iterdir()
    result = json.loads((run / "result.json").read_text())
    assert result["stopped_by"] == "interrupted"
    assert result["epochs"] > 10
    assert re.search(r"^10,", (run / "metrics.csv").read_text(), re.MULTILINE)
