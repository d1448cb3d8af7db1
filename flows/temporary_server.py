"""A Prefect server for the time of one run, started as Prefect itself would, while this process does other things.

Left to itself Prefect imports its whole server into the client (8 s measured) before it starts it, hands it our
standard output, which holds a caller's pipe open, and leaves it running after a ``kill -9``. Nothing here imports
Prefect.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

START_SECONDS = 120.0
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}
_SERVER = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_UI_ENABLED": "0",
    # What a run of ours never uses, and what takes a part of the start:
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}


class ServerStartError(RuntimeError):
    """The server did not come up."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is starting; ``api_url`` answers once :meth:`wait` has returned."""

    api_url: str
    process: subprocess.Popen[bytes] | None = None
    starting: FileLock | None = None

    def wait(self) -> None:
        """Wait until the server answers. Raises ServerStartError."""
        try:
            self._await_health()
        finally:
            if self.starting is not None:
                self.starting.release()

    def _await_health(self) -> None:
        if self.process is None:
            return
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise ServerStartError(f"Prefect's server ended with exit code {self.process.returncode}")
            with (
                suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(f"{self.api_url}/health", timeout=5) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise ServerStartError(f"Prefect's server was not ready within {START_SECONDS:g} s")


@contextmanager
def temporary_server() -> Iterator[Server]:
    """The server that ``PREFECT_API_URL`` names, else one of our own, ended with the block."""
    if configured := os.environ.get("PREFECT_API_URL"):
        yield Server(configured)
        return
    home = Path(os.environ.setdefault("PREFECT_HOME", str(_cache() / "yanbao" / "prefect")))
    home.mkdir(parents=True, exist_ok=True)
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "critical", "--lifespan", "on"]
    starting = FileLock(home / "temporary-server.lock")
    starting.acquire()  # two servers on one new database race in its migration
    process = subprocess.Popen(
        command,
        env={**os.environ, **_SERVER},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )
    try:
        yield Server(f"http://127.0.0.1:{port}/api", process, starting)
    finally:
        starting.release()
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent() -> None:
    """Have the kernel end this process when its parent is gone, however that ended."""
    parent_death_signal = 1
    ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGKILL)


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
