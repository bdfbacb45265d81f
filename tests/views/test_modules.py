"""Modules are joined in the order in which they need each other, and what cannot be joined is refused."""

import itertools
import random

import pytest

from kgraph.errors import DataError
from kgraph.views.modules import join, joined
from kgraph.views.page import static_files
from nodejs import MODULES, in_node

LOGIC = (
    *(
        "aspects",
        "choice",
        "csv",
        "days",
        "framing",
        "gexf",
        "matters",
        "names",
        "origins",
        "places",
        "record",
        "shown",
        "sparql",
        "stance",
    ),
    *("taken", "world"),
)
"""Modules that have to do with no page: what they hold can be tested without one."""

A = "export const a = () => 1;\n"
B = 'import { a } from "./a.js";\n\nexport const b = () => a() + 1;\n'
C = '// adds\nimport { a } from "./a.js";\nimport {\n  b,\n} from "./b.js";\nimport "./d.js";\n\nconst c = a() + b();\n'
D = "export class D {}\nexport const { e, f: g } = {};\nconst [h] = [];\nexport async function i() {}\nlet j = 1;\n"


@pytest.mark.parametrize("files", list(itertools.permutations(["a.js", "b.js", "c.js", "d.js"])))
def test_each_comes_after_what_it_imports(files: tuple[str, ...]) -> None:
    texts = {"a.js": A, "b.js": B, "c.js": C, "d.js": D}
    joined = join({file: texts[file] for file in files})
    at = [joined.index(text) for text in ("const a =", "const b =", "const c =")]
    assert at == sorted(at) and joined.index("class D") < at[-1]
    assert "import" not in joined and "export" not in joined


def test_modules_in_any_graph_without_a_cycle_are_put_in_order() -> None:
    chance = random.Random(4)  # noqa: S311 - a seeded test
    for _ in range(200):
        size = chance.randint(1, 12)
        wants = {i: chance.sample(range(i), chance.randint(0, i)) for i in range(size)}
        order = chance.sample(range(size), size)
        imports = {i: "".join(f'import {{ x{j} }} from "./m{j}.js";\n' for j in wants[i]) for i in wants}
        joined = join({f"m{i}.js": f"{imports[i]}export const x{i} = {i};\n" for i in order})
        at = [joined.index(f"const x{i} ") for i in range(size)]
        assert all(at[j] < at[i] for i in wants for j in wants[i])
        # and one that closes a circle is refused
        if any(wants.values()):
            i = next(i for i in wants if wants[i])
            back = f'import {{ x{i} }} from "./m{i}.js";\n'
            whole = {f"m{k}.js": f"{imports[k]}{back if k in wants[i] else ''}export const x{k} = 1;\n" for k in order}
            with pytest.raises(DataError, match="import each other: "):
                join(whole)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('import { a } from "./none.js";\n', "imports none.js, which is not there"),
        ('import { b } from "./a.js";\n', "imports b, which a.js does not export"),
        ("const a = 2;\n", "both declare a"),
        ("function a() {}\n", "both declare a"),
        ("const { x: a } = {};\n", "both declare a"),
        ("let x = 0, a = 0;\n", "both declare a"),
        ("const x = f(1, [2]), { y: a } = {}, z = 1;\n", "both declare a"),
        ("let x,\n  a;\n", "both declare a"),
        ('const x = "(", y = `, ${1}`, w = /[(,]/g, v = (p) => { q(p, 1); }, // , a\n  a = 1;\n', "both declare a"),
        ("export default 1;\n", "export default 1;"),
        ("export { x };\n", "export { x };"),
        ('export { a } from "./a.js";\n', "export { a }"),
        ('export * from "./a.js";\n', "export *"),
        ('import { a as x } from "./a.js";\n', "imports a as x"),
        ('import * as x from "./a.js";\n', "import * as x"),
        ('import x from "./a.js";\n', "import x"),
        ('import { a } from "a.js";\n', 'from "a.js"'),
        ('import { a } from "../a.js";\n', 'from "../a.js"'),
        ("import { a } from './a.js';\n", "import { a }"),
        ('import { a } from "./a.js"\n', "import { a }"),
        ('const x = await import("./a.js");\n', "import("),
        ("const x = import.meta.url;\n", "import.meta"),
        ("  export const x = 1;\n", "export const x"),
    ],
)
def test_what_cannot_be_joined_is_refused_in_a_line(text: str, told: str) -> None:
    with pytest.raises(DataError) as refused:
        join({"a.js": A, "z.js": text})
    assert told in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "const x = (y, a = 1) => a;\n", "const x = f(1, a);\n", 'const x = ", a = 1;";\n', "const x = 1; // , a = 1\n",
        "const x = /, a=/;\n", "const x = { y, a };\n", "if (1) { let x = 0, a = 0; }\n", "const x = `, a = 1`;\n",
    ],
)  # fmt: skip
def test_what_is_declared_further_in_is_no_declaration_of_the_module(text: str) -> None:
    assert join({"a.js": A, "z.js": text})


def test_each_of_several_names_that_are_declared_at_once_is_exported() -> None:
    assert join({"m.js": "export const x = 1, y = 2;\n", "n.js": 'import { x, y } from "./m.js";\nx(y);\n'})


def test_what_is_joined_runs_as_what_was_apart() -> None:
    program = join({"a.js": A, "b.js": B, "c.js": C, "d.js": D}) + "const answer = () => [a(), b(), c, typeof D, j];"
    assert in_node(program) == [1, 2, 3, "function", 1]


def test_no_line_of_a_script_is_longer_than_140_characters() -> None:
    root = MODULES.parents[4]
    files = [file for folder in ("src", "tests", "bench", "docs", "data") for file in (root / folder).rglob("*.js")]
    lines = [(file.name, line) for file in files for line in file.read_text("utf-8").split("\n")]
    assert len(lines) > 1000 and [(name, line) for name, line in lines if len(line) > 140] == []


@pytest.mark.parametrize("name", LOGIC)
def test_a_module_of_logic_stands_by_itself(name: str) -> None:
    program = f'import * as loaded from "./{name}.js";\nconst answer = () => Object.keys(loaded);'
    assert in_node(program)
    text = static_files("network", ".js")[f"{name}.js"]
    assert not {"document", "window", "globalThis", "location"} & set(text.replace(".", " ").split())
    assert not [line for line in text.split("\n") if line.startswith(("let ", "export let "))]  # one process asks all


def test_the_same_modules_are_joined_once_and_changed_ones_anew() -> None:
    first = joined({"a.js": A, "b.js": B})
    assert first == join({"a.js": A, "b.js": B})
    assert joined({"b.js": B, "a.js": A}) == first
    assert joined({"a.js": A, "b.js": B}) is joined({"a.js": A, "b.js": B})
    assert joined({"a.js": A.replace("1", "2"), "b.js": B}) == first.replace("1;", "2;", 1)
