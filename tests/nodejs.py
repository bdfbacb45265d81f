"""The network page's modules in Node.js, without a browser."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from requirements import missing

MODULES = Path(__file__).parents[1] / "src/kgraph/views/static/network"


def in_node(program: str, given: object = None) -> Any:
    """The value of a program's `answer(given)`; the program can import the page's modules."""
    node = shutil.which("node") or shutil.which("nodejs") or missing("Node.js, to run the network page's modules")
    reading = 'import { readFileSync } from "node:fs";\n'
    asked = f'{reading}{program}\nconsole.log(JSON.stringify(answer(JSON.parse(readFileSync(0, "utf8")))));'
    done = subprocess.run(
        [node, "--input-type=module", "-e", asked], cwd=MODULES, input=json.dumps(given), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
