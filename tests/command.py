"""Running the command line in this process as if in one of its own, without side effects."""

import contextlib
import functools
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any
from unittest import mock

from kgraph.cli import main

_UNTOLD = (
    DeprecationWarning,
    PendingDeprecationWarning,
    ImportWarning,
    ResourceWarning,
)  # see "Default Warning Filter"

_Cache = type(functools.cache(len))

_LASTING = (
    "resources.bundled",
    "vocabulary.bundle.bundled_terms",
    "vocabulary.bundle.built_in",
    "validation.vocabulary._builtin",
    "views.page._template",
    "workspace.config._code_digest",
)
"""The caches of what is in kgraph's own files, which stay as they are while tests run."""


def run(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run `kgraph WORDS` in a folder, with this environment and without a terminal, as `subprocess.run` would.

    Standard input, output and error are files with the descriptors 0 to 2, so that `.buffer`, `fileno`, `os.dup2` and
    processes that the command starts work as usual. Current folder, environment, arguments, warnings, logging, signal
    handlers and caches of what depends on these begin as in a new process and are restored afterwards. Imported modules
    stay imported.
    """
    assert threading.current_thread() is threading.main_thread(), "several at once need the fixture 'process'"
    argv = ["kgraph", *words]
    with (
        _standard_streams(stdin, environment.get("PYTHONIOENCODING", "utf8")) as (out, err),
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.object(sys, "argv", argv),
        mock.patch.object(logging.root, "handlers", []),
        _fresh_warnings(),
        _signal_handlers(),
        _fresh_caches(),
    ):
        return subprocess.CompletedProcess([sys.executable, "-m", *argv], _exit_code(), _text(out), _text(err))


def _exit_code() -> int:
    """Run the command to its end; returns the exit code that the interpreter would give."""
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    except Exception:  # noqa: BLE001 - the interpreter also prints any uncaught exception
        traceback.print_exc()
        code = 1
    try:
        sys.stdout.flush()
    except OSError:
        code = 120
    if code is not None and not isinstance(code, int):
        sys.stderr.write(f"{code}\n")
        return 1
    return code or 0


@contextlib.contextmanager
def _standard_streams(stdin: str, encoding: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Use three files as the process's standard streams; yields those for output and error."""
    encoding, _, errors = encoding.partition(":")
    with contextlib.ExitStack() as stack:
        given, out, err = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(stdin.encode())
        given.seek(0)
        for number, file in enumerate((given, out, err)):
            before = os.dup(number)
            stack.callback(os.close, before)
            stack.callback(os.dup2, before, number)
            os.dup2(file.fileno(), number)
        written: dict[str, Any] = {"mode": "w", "encoding": encoding, "closefd": False}
        streams = {
            "stdin": open(0, encoding=encoding, closefd=False),  # noqa: SIM115 - descriptors, closed below
            "stdout": open(1, errors=errors or "strict", **written),  # noqa: SIM115
            "stderr": open(2, errors="backslashreplace", buffering=1, **written),  # noqa: SIM115
        }
        for name, stream in streams.items():
            stack.callback(stream.close)
            stack.enter_context(mock.patch.object(sys, name, stream))
        yield out, err


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf8").replace("\r\n", "\n")  # as `text=True` gives it


@contextlib.contextmanager
def _fresh_warnings() -> Iterator[None]:
    """Print those warnings to stderr that Python shows by default, instead of raising them as errors."""

    def show(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: Any = None
    ) -> None:
        sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))

    with warnings.catch_warnings():
        warnings.resetwarnings()
        for category in _UNTOLD:
            warnings.simplefilter("ignore", category)
        warnings.showwarning = show
        yield


@contextlib.contextmanager
def _signal_handlers() -> Iterator[None]:
    """Restore the signal handlers and the alarm afterwards."""
    caught = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGPIPE)
    before = {number: signal.getsignal(number) for number in caught}
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _fresh_caches() -> Iterator[None]:
    """Empty those caches of kgraph whose content may be of another environment or folder."""
    _clear_caches()
    try:
        yield
    finally:
        _clear_caches()


_caches: dict[str, list[Any]] = {}
"""The caches of each module of kgraph that a command begins without."""


def _clear_caches() -> None:
    for name, module in list(sys.modules.items()):
        if name not in _caches:
            mine = vars(module).values() if name.partition(".")[0] == "kgraph" else ()
            _caches[name] = [value for value in mine if isinstance(value, _Cache) and not _lasts(value)]
        for cache in _caches[name]:
            cache.cache_clear()


def _lasts(cache: Any) -> bool:
    """Whether another command may use a cache: kgraph bounds the caches of what follows from the arguments alone."""
    of_arguments = cache.cache_parameters()["maxsize"] is not None
    return of_arguments or f"{cache.__module__}.{cache.__name__}".removeprefix("kgraph.") in _LASTING
