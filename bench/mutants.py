"""Mutation testing: how many small random faults in the code the tests notice, each tried with the tests of its line.

    pip install coverage
    python bench/mutants.py --seed 11 --count 60 [--tests FOLDER] [--work FOLDER]

A mutant is the code with one thing changed: a comparison, a boolean or arithmetic operator, a constant (a number, a
truth value, a text of one word), a returned value, a statement left out, a condition negated. Each kind has the same
share. The tests are run once with coverage.py, which records the tests that execute each line; lines of a shared
fixture's setup count for all tests that use it. Then each mutant is tried with the tests of its line, the quickest
first, for at most `--cap` seconds. It is killed if a test fails or does not end. Everything is done in a copy of the
repository in `--work`, where the records are kept for the next run; `--tests` takes the tests from another folder, to
compare two sets.
"""

import argparse
import ast
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CODE = "src/kgraph"
_LEFT = (".git", ".venv", ".kgraph", "tests", "out", "build", "dist", "sources")  # these are not copied
_COMPARED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COUNTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: its lines (first, last), the position of the old text (line, column in UTF-8 bytes), and the new
    text."""

    path: str
    kind: str
    lines: tuple[int, int]
    start: tuple[int, int]
    end: tuple[int, int]
    new: str

    def applied(self, text: str) -> str:
        """The file's text with the change."""
        rows = [row.encode() for row in text.splitlines(keepends=True)]
        before = b"".join(rows[: self.start[0] - 1]) + rows[self.start[0] - 1][: self.start[1]]
        after = rows[self.end[0] - 1][self.end[1] :] + b"".join(rows[self.end[0] :])
        return (before + self.new.encode() + after).decode()


def mutants(path: str, text: str) -> Iterator[Mutant]:
    """All mutants of a file; annotations, docstrings and the insides of f-strings are not changed."""

    def visit(node: ast.AST, statement: ast.AST) -> Iterator[Mutant]:
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            return
        statement = node if isinstance(node, ast.stmt) else statement
        for kind, old, new in _changes(node):
            lines: Any = old if hasattr(statement, "body") else statement
            start, end = (old.lineno, old.col_offset), (old.end_lineno, old.end_col_offset)
            yield Mutant(path, kind, (lines.lineno, lines.end_lineno), start, end, new)
        for name, value in ast.iter_fields(node):
            if name not in ("annotation", "returns", "decorator_list", "bases"):
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST):
                        yield from visit(child, statement)

    yield from visit(ast.parse(text), ast.Module([], []))


def _changes(node: ast.AST) -> Iterator[tuple[str, Any, str]]:
    """The changes of a node: kind, the node that is replaced, its replacement."""
    match node:
        case ast.Compare(left, [op, *ops], others):
            yield "comparison", node, f"({ast.unparse(ast.Compare(left, [_COMPARED[type(op)](), *ops], others))})"
        case ast.BoolOp(op, values):
            other: ast.boolop = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "boolean", node, f"({ast.unparse(ast.BoolOp(other, values))})"
        case ast.BinOp(left, op, right) if type(op) in _COUNTED:
            yield "arithmetic", node, f"({ast.unparse(ast.BinOp(left, _COUNTED[type(op)](), right))})"
        case ast.Constant(bool() as value):
            yield "constant", node, str(not value)
        case ast.Constant(int() | float() as value):
            yield "constant", node, str(value + 1)
        case ast.Constant(str() as value) if len(value.split()) == 1:
            yield "constant", node, f"({'_' + value!r})"
        case ast.Return(ast.expr() as value) if ast.unparse(value) != "None":
            yield "returned value", node, "return None"
        case ast.Expr(ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Raise() | ast.Delete():
            yield "statement", node, "pass"
    if isinstance(node, ast.If | ast.While | ast.IfExp) and ast.unparse(node.test) != "TYPE_CHECKING":
        yield "condition", node.test, f"(not ({ast.unparse(node.test)}))"


def drawn(root: Path, seed: int, count: int) -> list[Mutant]:
    """So many mutants, kind by kind; they are ordered by a digest, so that a change elsewhere does not change the
    draw."""
    kinds: dict[str, list[tuple[str, Mutant]]] = defaultdict(list)
    for file in sorted((root / CODE).rglob("*.py")):
        path = str(file.relative_to(root))
        for mutant in mutants(path, file.read_text(encoding="utf8")):
            mark = f"{seed} {path} {mutant.kind} {mutant.start} {mutant.end}"
            kinds[mutant.kind].append((hashlib.sha256(mark.encode()).hexdigest(), mutant))
    ordered = [sorted(found, key=lambda f: f[0]) for _, found in sorted(kinds.items())]
    return [ordered[i % len(ordered)][i // len(ordered)][1] for i in range(count)]


class Tests:
    """The recorded tests (see `covering`): the time of each, and the tests that execute a line."""

    def __init__(self, notes: Path) -> None:
        import coverage

        self.seconds: dict[str, float] = {}
        users: dict[str, list[str]] = defaultdict(list)
        for file in notes.glob("tests-*.json"):
            for name, noted in json.loads(file.read_text()).items():
                if noted["passed"] and not noted["failed"]:
                    self.seconds[name] = noted["seconds"]
                    for fixture in noted["fixtures"]:
                        users[fixture].append(name)
        self.lines: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for file in notes.glob("c.*"):
            data = coverage.CoverageData(str(file))
            data.read()
            for path in data.measured_files():
                for line, contexts in data.contexts_by_lineno(path).items():
                    for context in contexts:
                        found = users.get(context, [context])
                        self.lines[path.partition(f"/{CODE}/")[2]][line].update(t for t in found if t in self.seconds)

    def of(self, mutant: Mutant, cap: float) -> list[str]:
        """The tests of a mutant's lines, quickest first; those of its module if only importing it executes the
        lines."""
        noted = self.lines[mutant.path.removeprefix(f"{CODE}/")]
        found = {t for n, tests in noted.items() if mutant.lines[0] <= n <= mutant.lines[1] for t in tests}
        found = found or {t for tests in noted.values() for t in tests}
        chosen: list[str] = []
        for name in sorted(found, key=self.seconds.__getitem__):
            cap -= self.seconds[name]
            if cap < 0 and chosen:
                break
            chosen.append(name)
        return chosen


def run_of_tests(tree: Path, *words: str, **environment: str) -> tuple[list[str], dict[str, Any]]:
    """The command that runs pytest in the copy with `covering` as a plugin, and the arguments for starting it."""
    command = [sys.executable, "-m", "pytest", "-p", "covering", "-p", "no:randomly", "-p", "no:cacheprovider", "-q"]
    known = os.environ | {"PYTHONPATH": f"{tree}/src:{tree}/tests:{tree}/bench", "PYTHONDONTWRITEBYTECODE": "1"}
    return [*command, *words], {"cwd": tree, "env": known | environment, "start_new_session": True}


def verdict(tree: Path, mutant: Mutant, tests: list[str], limit: float) -> str:
    """The result for a mutant: "killed by …", "killed: no end", or "survived"."""
    file, chosen = tree / mutant.path, tree / "chosen.json"
    chosen.write_text(json.dumps(tests))
    text = file.read_text(encoding="utf8")
    files = sorted({name.partition("::")[0] for name in tests})
    command, how = run_of_tests(tree, "-x", "-n", "0", "--tb=no", *files, TESTS_CHOSEN=str(chosen))
    file.write_text(mutant.applied(text), encoding="utf8")
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how) as run:
            try:
                said, _ = run.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                return "killed: no end"
    finally:
        file.write_text(text, encoding="utf8")
    failed = [row for row in said.splitlines() if row.startswith(("FAILED", "ERROR"))]
    return "survived" if run.returncode == 0 else f"killed by {(failed or ['a failing start'])[0][:110]}"


def asked() -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--count", type=int, default=60, help="0: note the coverage, and try none")
    parser.add_argument("--tests", type=Path, default=ROOT / "tests", help="the folder of tests")
    parser.add_argument("--work", type=Path, help="the folder for the copy and the notes")
    parser.add_argument("--cap", type=float, default=60, help="seconds of tests that a mutant is tried with")
    parser.add_argument("--processes", default="0", help="as many processes note the coverage")
    parser.add_argument("--share", default="1/1", help="try one part of the mutants, such as 2/3")
    return parser.parse_args()


def main() -> None:
    """Draw mutants, record the coverage unless it is there, try the mutants, and print the table."""
    given = asked()
    work: Path = (given.work or Path(tempfile.mkdtemp())).resolve()
    part, parts = map(int, given.share.split("/"))
    os.environ.setdefault("KGRAPH_SOURCES", str(ROOT.parent / "shared/sources"))
    tree, notes = work / f"tree-{part}", work / "notes"
    copy_tree(tree, given.tests)
    if not notes.is_dir():
        notes.mkdir()
        command, how = run_of_tests(tree, "-n", given.processes, TESTS_NOTED=str(notes))
        subprocess.run(command, check=False, **how)
    tests, survived = Tests(notes), 0
    chosen = drawn(tree, given.seed, given.count)[part - 1 :: parts]
    for mutant in chosen:
        names = tests.of(mutant, given.cap)
        limit = 60 + 5 * sum(map(tests.seconds.__getitem__, names))
        came = verdict(tree, mutant, names, limit) if names else "survived: no test executes it"
        survived += came.startswith("survived")
        place = f"{mutant.path.removeprefix(CODE + '/')}:{mutant.start[0]}:{mutant.start[1]}"
        print(f"{place:40} {mutant.kind:15} {len(names):4} {came}  → {mutant.new[:60]}", flush=True)
    print(f"{len(chosen)} mutants, {len(chosen) - survived} killed, {survived} survived")


def copy_tree(tree: Path, tests: Path) -> None:
    """A fresh copy of the repository with these tests."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(ROOT, tree, ignore=lambda folder, _: _LEFT if Path(folder) == ROOT else ())
    shutil.copytree(tests.resolve(), tree / "tests")


if __name__ == "__main__":
    main()
