"""SSSOM's own Python package, in a process that stays: to begin it takes two seconds, to ask it almost nothing."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from requirements import missing

_SCRIPT = """
import contextlib, io, json, logging, sys, warnings
logging.disable(logging.CRITICAL); warnings.filterwarnings("ignore")
from sssom import parsers
from sssom.cli import main

def read(form, path):
    found = getattr(parsers, "parse_sssom_" + form)(path); found.propagate()
    rows = [{k: str(v) for k, v in row.items() if v == v and v not in (None, "")}
            for row in found.df.to_dict("records")]
    return [rows, {k: str(v) for k, v in found.metadata.items()}, dict(found.converter.bimap)]

def command(*words):
    logging.disable(logging.NOTSET)
    try:
        main(list(words))
    except SystemExit as end:
        return end.code or 0
    except Exception as error:
        print(error)
        return 1
    finally:
        logging.disable(logging.CRITICAL)

for line in sys.stdin:
    asked, *words = json.loads(line)
    said = io.StringIO()
    logging.basicConfig(stream=said, force=True)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        found = {"read": read, "command": command}[asked](*words)
    print(json.dumps([found, said.getvalue()]), flush=True)
"""


@dataclass(frozen=True)
class SssomPy:
    """The process."""

    process: "subprocess.Popen[str]"

    def read(self, path: Path, form: str = "table") -> Any:
        """What it reads in a file of a form (`table`, `json`, `rdf`): the mappings with the slots of the set, the
        metadata, the prefixes."""
        return self._asked("read", form, str(path))[0]

    def command(self, *words: str | Path) -> tuple[int, str]:
        """A command's exit code, and all that it says."""
        code, said = self._asked("command", *map(str, words))
        return int(code), str(said)

    def _asked(self, *words: str) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def sssom_py() -> Iterator[SssomPy]:
    """The package, where `KGRAPH_SSSOM` names its command, as 73 packages come with it."""
    if not (command := os.environ.get("KGRAPH_SSSOM")):
        missing("KGRAPH_SSSOM with the path of sssom-py's command")
    python = Path(command).with_name("python")
    pipe = subprocess.PIPE
    with subprocess.Popen([python, "-c", _SCRIPT], stdin=pipe, stdout=pipe, text=True) as process:
        yield SssomPy(process)
        assert process.stdin
        process.stdin.close()
