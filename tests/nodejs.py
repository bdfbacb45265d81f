"""The network page's modules in Node.js, without a browser."""

import atexit
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from requirements import missing

MODULES = Path(__file__).parents[1] / "src/kgraph/views/static/network"
_ASKED = """
import { createInterface } from "node:readline";
const said = (error) => error?.stack ?? String(error);
const tell = (told) => process.stdout.write(JSON.stringify(told) + "\\n");
process.on("unhandledRejection", (error) => tell({ error: said(error) }));
for await (const line of createInterface({ input: process.stdin })) {
  try {
    const { program, given } = JSON.parse(line), { answer } = await import(program);
    const value = answer(given);
    tell({ value: value === undefined ? null : value });
  } catch (error) {
    tell({ error: said(error) });
  }
}
"""
_ADDRESS = re.compile(r"data:text/javascript\S*")
_IMPORTED = re.compile(r"""(\bfrom |\bimport )"\./""")


def in_node(program: str, given: object = None) -> Any:
    """The value of a program's `answer(given)`; the program can import the page's modules.

    One process of Node.js answers all, since each takes some 80 ms to start; its modules keep nothing that makes a
    difference (tests/views/test_modules.py). A program that sets a global name has a process of its own.
    """
    whole = _IMPORTED.sub(rf'\g<1>"{MODULES.as_uri()}/', program) + "\nexport { answer };\n"
    question = json.dumps({"program": _address(whole), "given": given}) + "\n"
    process = _started() if "globalThis" in program else _shared()
    assert process.stdin and process.stdout
    process.stdin.write(question)
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        _shared.cache_clear()
    if "globalThis" in program or not answer:
        _end(process)
    told = json.loads(answer or '{"error": "Node.js has ended"}')
    assert "error" not in told, _ADDRESS.sub("the program", told["error"])
    return told["value"]


def _address(module: str) -> str:
    """A module's text as an address, in which line ends, # and ? mean something else unless they are quoted."""
    return "data:text/javascript;charset=utf-8," + re.sub(r"[%#?\s]", lambda match: quote(match[0]), module)


@cache
def _shared() -> "subprocess.Popen[str]":
    process = _started()
    atexit.register(_end, process)
    return process


def _started() -> "subprocess.Popen[str]":
    node = shutil.which("node") or shutil.which("nodejs") or missing("Node.js, to run the network page's modules")
    command = [node, "--input-type=module", "-e", _ASKED]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf8")


def _end(process: "subprocess.Popen[str]") -> None:
    with process:
        process.kill()
