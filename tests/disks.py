"""Full and read-only disks for one process, in a mount namespace of its own."""

import functools
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from requirements import missing

_SOURCES = str(Path(__file__).resolve().parents[1] / "src")


@functools.cache
def _namespace() -> tuple[str, ...]:
    """The command by which another may mount: as root, or as a user whom the kernel allows to be root of a
    namespace."""
    mount = ["mount", "-t", "tmpfs", "none", "/mnt"]
    for command in (("unshare", "-m"), ("unshare", "-r", "-m")):
        with suppress(OSError):
            if subprocess.run([*command, *mount], check=False, capture_output=True).returncode == 0:
                return command
    return missing("a mount namespace of one's own (unshare -m)")


def with_mounts(mounts: str, command: Sequence[str | Path], **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a Python command after these shell commands, which mount."""
    return subprocess.run(
        [*_namespace(), "sh", "-ec", f'{mounts}; exec "$0" "$@"', sys.executable, *command],
        env=os.environ | {"PYTHONPATH": _SOURCES, "PYTHONDONTWRITEBYTECODE": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def read_only(folder: Path) -> str:
    """The shell commands that make a folder read-only."""
    return f"mount --bind '{folder}' '{folder}'; mount -o remount,bind,ro '{folder}'"


def small(folder: Path, size: str) -> str:
    """The shell command that mounts an empty disk of this size."""
    return f"mount -t tmpfs -o size={size} none '{folder}'"
