"""Attack a served workspace at all its addresses: attack.py [REQUESTS [SEED]].

Several clients at once send requests of which most are wrong in one way or several, with the token and without, while
clients write and builds run. What no client may cause is told: an answer with another status than those of refusals, a
refusal of several lines, an answer that takes longer than the server's deadline, a line in the log, more processes,
files, versions or memory than before.
"""

import asyncio
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kgraph import Workspace, build
from serving import Server, cheap, served
from web_writing import TOKEN

ROOT = Path(__file__).resolve().parents[1]
DEADLINE, PATIENCE, SLACK, CLIENTS = 4.0, 1.5, 0.1, 48
KNOWN = {200, 201, 204, 206, 303, 304, 307, 400, 401, 403, 404, 405, 406, 408, 410, 413, 415, 416, 421, 431, 503, 507}
STRANGE = (
    *("", " ", "\0", "\ud800", "\u202eevil", "a" * 5_000, "9" * 5_000, "-1", "1e999", "NaN", "0x10", "٣", "½", "²"),
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%", "%zz", "<script>alert(1)</script>", "'\"`$(id)", "\r\nX-A: b"),
    *("2025-11-01", "2025-13-45", "-0001-01-01", "99999-01-01", "true", "false", "yes", "asserted", "x:y", "{", "[["),
    *(
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "urn:x:a b",
        "http://[",
        "http://\uff0f",
        "a\n" * 50,
        "😀" * 300,
        "*",
    ),
    *(
        "claims",
        "Edda Marrin",
        "Sallow Dam",
        "place/sallow-dam",
        "?x",
        "}",
        "> <x:b>",
        "csv",
        "json",
        "html",
        "10",
        "1000",
    ),
)
NAMES = (
    *("world", "according-to", "as-of", "format", "limit", "cursor", "fields", "claimant", "about", "only", "document"),
    *(
        "kind",
        "modality",
        "polarity",
        "from",
        "to",
        "disputed",
        "text",
        "type",
        "name",
        "since",
        "now",
        "outlet",
        "query",
    ),
    *("graph", "default", "update", "queries", "extend", "prefix", "callback", "id", "suggest", "__class__", "", "\0"),
    *("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"),
)
PLACES = (
    *("/", "/browse", "/browse?text=dam"),
    *("/query", "/queries", "/queries/", "/queries/claims", "/queries/disputes", "/feed", "/openapi.json"),
    *("/api/queries", "/api/queries/claims", "/api/claims", "/api/entities", "/api/disputes", "/api/documents"),
    *("/api/claims/a/b", "/api/entities/place/sallow-dam", "/api/documents/x", "/api/disputes/x", "/api/claims/"),
    *(
        "/data/",
        "/data/dataset.nq",
        "/data/dataset.trig",
        "/data/dataset.jsonld",
        "/data/claims.csv",
        "/data/being-made",
    ),
    *(
        "/data/claims.csv-metadata.json",
        "/data/..%2f..%2fetc%2fpasswd",
        "/data/%2e%2e",
        "/sitemap.xml",
        "/sitemap-1.xml",
    ),
    *("/sitemap-" + "9" * 30 + ".xml", "/sitemap-" + "9" * 5_000 + ".xml", "/sitemap--1.xml", "/.well-known/void"),
    *(
        "/reconcile",
        "/reconcile/",
        "/reconcile/suggest/entity",
        "/reconcile/suggest/type",
        "/reconcile/suggest/property",
    ),
    *(
        "/reconcile/preview",
        "/reconcile/flyout/entity",
        "/reconcile/properties",
        "/reconcile/extend/propose",
        "/reconcile/x",
    ),
    *("/graph-store", "/graph-store", "/graph-store", "/sparql", "/sparql/asserted", "/sparql/as-of/x", "/ontology"),
    *(
        "/id/place/sallow-dam",
        "/id/%00",
        "/id/..%2f..",
        "/network",
        "/healthz",
        "/metrics",
        "/nothing",
        "/api/%2e%2e/x",
    ),
)
HEADERS = (
    *(
        "Range: bytes=0-10",
        "Range: bytes=-5",
        "Range: bytes=5-",
        "Range: bytes=9-1",
        "Range: bytes=0-0,5-9",
        "Range: x",
    ),
    *("Range: bytes=99999999999999999999-", "Range: bytes=" + "0-1," * 5_000, "Range: bytes=²-", "Range: bytes=-0"),
    *("If-None-Match: *", "If-None-Match: " + '"a",' * 5_000, 'If-None-Match: W/"x', "If-Range: x", 'If-Range: "\xff"'),
    *("If-Modified-Since: Mon, 01 Jan 0001 00:00:00 GMT", "If-Modified-Since: x", "If-Modified-Since: 99999999999999"),
    *(
        "If-Modified-Since: Mon, 01 Jan 9999 23:59:59 -2359",
        "If-Modified-Since: Mon, 31 Feb 2025 00:00:00 +99999999999",
    ),
    *("If-Unmodified-Since: x", "If-Match: *", "Accept: text/html", "Accept: text/csv", "Accept: application/json;q=x"),
    *("Accept: " + "a/b;q=0.1," * 3_000, "Accept: */*;q=0", "Accept-Encoding: gzip", "Accept-Language: \xff"),
    *(
        "Origin: http://[",
        "Origin: null",
        "Origin: http://evil.example",
        "Origin: http://localhost",
        "Origin: //\xff@[",
    ),
    *(
        "Authorization: Bearer",
        "Authorization: Bearer \xff\xfe",
        "Authorization: Basic eDp5",
        "Authorization: " + "x" * 9_000,
    ),
    *(
        "X-Forwarded-For: \xff",
        "X-Forwarded-For: " + "1.2.3.4," * 900,
        "X-Forwarded-Proto: javascript",
        "Forwarded: for=x",
    ),
    *("Content-Encoding: gzip", "Expect: 100-continue", "Transfer-Encoding: chunked", "Cookie: a=\x01", "Slug: x"),
)
KINDS = (
    *("application/json", "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"),
    *("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "text/plain", "", ";;;"),
    *("multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary*=utf-16''%ff"),
    *("multipart/form-data; boundary=" + "b" * 300, "text/turtle; charset=utf-16", "text/turtle; charset*=x''%ff"),
)


def mixed(rng: random.Random) -> str:
    """A strange text."""
    return rng.choice(STRANGE) if rng.random() < 0.9 else "".join(chr(rng.randrange(0x2FF)) for _ in range(9))


def value(rng: random.Random, depth: int = 0) -> object:
    """Any value of JSON."""
    kind = rng.randrange(9 if depth < 4 else 6)
    if kind > 6:
        return {
            rng.choice((*NAMES, "query", "q0", "ids", "properties", "pid", "v")): value(rng, depth + 1)
            for _ in range(3)
        }
    if kind == 6:
        return [value(rng, depth + 1) for _ in range(rng.choice((0, 1, 3)))]
    return rng.choice((None, True, 0, -1, 10**30, 1e308, 0.5, mixed(rng), mixed(rng)))


def text_of_json(rng: random.Random) -> str:
    """JSON, or nearly so, as the reconciliation service gets it or as nobody sends it."""
    which, asked = rng.randrange(8), dict[str, Any]()
    if which == 0:
        return rng.choice(
            ("[" * 50_000, '{"a":' * 20_000, "NaN", "1" * 6_000, '{"a":1,"a":2}', '"\\ud800"', "[1e999]", "{}")
        )
    if which == 1:
        asked = {
            f"q{n}": {"query": mixed(rng), "limit": rng.choice((-1, 0, 10**9, 5))}
            for n in range(rng.choice((1, 3, 60)))
        }
    elif which == 2:
        asked = {"q0": {"query": value(rng), "type": value(rng), "limit": value(rng), "properties": value(rng)}}
    elif which == 3:
        asked = {"ids": value(rng), "properties": value(rng)}
    elif which == 4:
        asked = {"ids": ["place/sallow-dam", mixed(rng)], "properties": [{"id": mixed(rng), "settings": value(rng)}]}
    elif which == 5:
        asked = {"queries": [{"conditions": [value(rng), {"matchType": "name", "propertyValue": mixed(rng)}]}]}
    else:
        return json.dumps(value(rng))
    return json.dumps(asked)


UPDATES = (
    *(
        "INSERT DATA { GRAPH <urn:d:a> { <x:a> <x:b> 1 } }",
        "DELETE WHERE { GRAPH <urn:d:a> { ?s ?p ?o } }",
        "CLEAR ALL",
    ),
    *(
        "INSERT DATA { <x:a> <x:b> 1 }",
        "LOAD <file:///etc/passwd> INTO GRAPH <urn:d:a>",
        "DROP GRAPH <urn:none>",
        "",
        "x",
    ),
    *(
        "INSERT { GRAPH <urn:d:b> { ?a ?b ?c } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "{" * 9_000,
        "CREATE GRAPH <urn:d:c>",
    ),
    *("INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }", "INSERT DATA { GRAPH <urn:d:\\u0000> { } }"),
    *("DELETE { ?s ?p ?o } INSERT { GRAPH <urn:d:x> { ?s ?p _:b } } WHERE { ?s ?p ?o }", "MOVE <urn:d:a> TO <urn:d:b>"),
    *(
        "INSERT { GRAPH <urn:d:s> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "COPY DEFAULT TO <urn:d:z>",
    ),
)
RDF = (
    *("<x:a> <x:b> 1 .", "<a> <b> <c> .", "@prefix : <", "(" * 20_000, "<x:a> <x:b> " + "[ <x:c> " * 5_000, "\0", "x"),
    *(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        "[" * 50_000,
        "{}",
        "[]",
    ),
    *(
        '{"@context": "http://127.0.0.1:1/c", "@id": "x:a"}',
        '{"@context": "file:///etc/passwd"}',
        '{"@graph": 5}',
        '{"@id": 1}',
    ),
    *(
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><r>&b;</r>',  # noqa: E501 # as it is sent
    ),
    *(
        "--b\r\nContent-Type: text/turtle\r\n\r\n<x:a> <x:b> 2 .\r\n--b--",
        "--b\r\n\r\n--b",
        "--b\r\nContent-Type: \xff\r\n\r\nx\r\n--b--",
    ),
    "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 2_000,
    '--b\r\nContent-Type: text/turtle; charset="\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!a\r\n--b--',
    "--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: text/turtle\r\n\r\n<x:a> <x:b> 2 .\r\n--b--",
)
GRAPHS = (
    "urn:d:a",
    "urn:d:b",
    "urn:d:a",
    "",
    "x",
    "a b:c",
    "urn:d:" + "a" * 5_000,
    "http://[",
    "urn:\u202e",
    "urn:d:%00",
)


class Attacker:
    """Makes hostile requests, and keeps the cursors that it was given, to tamper with them."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 # a seeded attack
        self.cursors: list[str] = ["e30=", "WzFd"]

    def cursor(self) -> str:
        """A cursor that was given, perhaps tampered with."""
        one, rng = self.rng.choice(self.cursors), self.rng
        if rng.random() < 0.3 or not one:
            return one
        at = rng.randrange(len(one))
        return one[:at] + rng.choice(("", "A", "=", "\0", "-_", "é")) + one[at + rng.choice((0, 1, 4)) :]

    def query(self, path: str) -> str:
        """The parameters of an address."""
        rng = self.rng
        pairs = [(rng.choice(NAMES), mixed(rng)) for _ in range(rng.choice((0, 1, 1, 2, 4)))]
        if path.startswith("/api"):
            pairs += rng.choice(
                ([], [("cursor", self.cursor())], [("limit", "2")], [("limit", "2"), ("cursor", self.cursor())])
            )
        if path.startswith("/graph-store") and rng.random() < 0.9:
            pairs = [rng.choice((("graph", rng.choice(GRAPHS)), ("graph", "urn:d:a"), ("default", "")))]
        if path.startswith("/reconcile") and rng.random() < 0.7:
            pairs = [
                (
                    rng.choice(("queries", "extend", "prefix", "id", "query", "cursor", "type")),
                    text_of_json(rng)[:20_000],
                )
            ]
        if path in ("/query", "/sparql") and rng.random() < 0.5:
            pairs.append(("query", rng.choice(("ASK {}", "SELECT * {?s ?p ?o} LIMIT 5", *UPDATES, mixed(rng)))))
        escape = quote if rng.random() < 0.9 else (lambda text, **_: text.replace(" ", "+"))
        return "&".join(f"{escape(name)}={escape(text, errors='replace')}" for name, text in pairs)

    def body(self, path: str, kind: str) -> str:
        """A body that says that it is of this kind."""
        rng = self.rng
        if "json" in kind and "ld" not in kind:
            return text_of_json(rng)
        if "urlencoded" in kind:
            name = rng.choice(("queries", "extend", "query", "update"))
            text = text_of_json(rng) if path.startswith("/reconcile") else rng.choice(UPDATES)
            return f"{name}={quote(text, errors='replace')}&{self.query(path)}"
        if "update" in kind or "query" in kind:
            return rng.choice(UPDATES)
        return rng.choice(RDF)

    def request(self) -> bytes:
        """A whole request, seldom a part of one."""
        rng = self.rng
        path = rng.choice(PLACES)
        if rng.random() < 0.05:
            path += "/" + quote(mixed(rng), errors="replace")
        method, kind, body = (
            rng.choice(("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")),
            "",
            "",
        )
        if path in ("/graph-store", "/sparql", "/reconcile") and rng.random() < 0.5:
            method = rng.choice(("POST", "PUT", "POST", "DELETE"))
        lines = ["Host: localhost", "Connection: close"]
        if method in ("POST", "PUT", "PATCH"):
            kind = rng.choice(KINDS)
            body = self.body(path, kind)
            lines.append(f"Content-Type: {kind}")
        if rng.random() < (0.1 if path == "/graph-store" or "update" in kind else 0.5):
            lines.append(f"Authorization: Bearer {TOKEN}")
        lines += [rng.choice(HEADERS) for _ in range(rng.choice((0, 0, 1, 1, 2, 5)))]
        data = body.encode("utf8", "replace")
        if body and "Transfer-Encoding: chunked" in lines:
            data = b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)
        elif body or rng.random() < 0.3:
            lines.append(f"Content-Length: {len(data) + rng.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, 900))}")
        asked = self.query(path)
        line = f"{method} {path}{'?' + asked if asked else ''} HTTP/{rng.choice(('1.1', '1.1', '1.1', '1.0'))}"
        sent = "\r\n".join([line.replace(" HTTP", "\0HTTP") if rng.random() < 0.005 else line, *lines, "", ""])
        found = sent.encode("utf8" if rng.random() < 0.2 else "latin-1", "replace") + data
        return found[: rng.randrange(1, len(found))] if rng.random() < 0.02 else found


async def exchanged(port: int, sent: bytes, rng: random.Random) -> tuple[bytes, float]:
    """What the server answers, and after how many seconds from the last byte that was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found, begun = bytearray(), time.monotonic()
    is_slow = rng.random() < 0.02
    with suppress(ConnectionError):
        for at in range(0, len(sent), step := max(1, len(sent) // 4) if is_slow else len(sent)):
            writer.write(sent[at : at + step])
            await writer.drain()
            if is_slow:
                await asyncio.sleep(0.3)
        begun = time.monotonic()
        if rng.random() < 0.02:  # the client leaves
            writer.transport.abort()
            return b"", 0.0
        async with asyncio.timeout(60):
            while piece := await reader.read(2**16):
                found += piece if len(found) < 2**21 else b""
    writer.transport.abort()
    return bytes(found), time.monotonic() - begun


def fault(sent: bytes, answer: bytes, seconds: float) -> str:
    """What is wrong with an answer; "" if nothing is."""
    if not answer:
        return "" if seconds < DEADLINE + PATIENCE + SLACK else f"no answer after {seconds:.1f} s"
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    if status not in KNOWN and status not in (100, 505):
        return f"status {status}: {body[:300]!r}"
    if b"\nx-a:" in head.lower():
        return "a header is injected"
    if TOKEN.encode() in answer or b"root:x:" in answer:
        return "a secret is told"
    if status >= 400 and b"application/problem+json" in head and b"HEAD" not in sent[:4]:
        with suppress(ValueError):
            told = json.loads(body)["detail"]
            if "\n" in told or len(told) > 3_000 or "Traceback" in told:
                return f"not one short line: {len(told)} {told[:200]!r}"
    if seconds > DEADLINE + SLACK + (PATIENCE if status in (408, 400) else 0):
        return f"status {status} after {seconds:.2f} s"
    return ""


async def attacked(port: int, number: int, seed: int, tell: "Counter[str]", out: Path) -> None:
    """Send requests from several clients, count the answers, and write down those that no client may cause."""
    attacker, left = Attacker(seed), number

    async def client() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            sent = attacker.request()
            try:
                answer, seconds = await exchanged(port, sent, attacker.rng)
            except (OSError, TimeoutError) as error:
                tell[f"FAULT {type(error).__name__}"] += 1
                with out.open("ab") as file:
                    file.write(b"==== %r\n%s\n" % (error, sent[:3_000]))
                continue
            with suppress(ValueError, IndexError):
                tell[answer.split(b" ", 2)[1].decode()] += 1
            at = answer.find(b"cursor=")
            if at > 0 and len(attacker.cursors) < 50:
                attacker.cursors.append(
                    answer[at + 7 : at + 200].split(b"&")[0].split(b">")[0].split(b'"')[0].decode("latin-1")
                )
            if wrong := fault(sent, answer, seconds):
                tell["FAULT " + wrong[:18]] += 1
                with out.open("ab") as file:
                    file.write(b"==== %s\n%s\n" % (wrong.encode("utf8", "replace"), sent[:3_000]))

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


def resident(pids: Sequence[int]) -> int:
    """The memory of processes, in MB."""
    pages = 0
    for pid in pids:
        with suppress(OSError):
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 // 10**6


def state(server: Server, folder: Path) -> dict[str, int]:
    """Processes, files, versions and memory (MB) of a server."""
    pid, workers = server.process.pid, server.workers()
    return {
        "workers": len(workers),
        "files": len(list(Path(f"/proc/{pid}/fd").iterdir())),
        "versions": len(list((folder / ".kgraph").glob("**/CURRENT"))),
        "server MB": resident([pid]),
        "workers MB": resident(workers),
    }


BUILD = """
import sys
from pathlib import Path
from kgraph import Workspace, build
build(Workspace.find(Path(sys.argv[1])))
"""


def building(folder: Path, is_over: threading.Event, tell: "Counter[str]") -> None:
    """Change the data, and build, again and again."""
    file = next(one for one in sorted(folder.glob("data/**/*")) if one.is_file())
    text, number = file.read_bytes(), 0
    while not is_over.wait(25):
        number += 1
        file.write_bytes(text + (b"\n" * (number % 2)))
        done = subprocess.run([sys.executable, "-c", BUILD, str(folder)], capture_output=True, text=True)
        tell["built" if done.returncode == 0 else f"FAULT build: {done.stderr[-300:]}"] += 1


def main(number: int = 10_000, seed: int = 1) -> None:
    """Attack, and tell after each 2,500 requests how it went."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "quake"
        shutil.copytree(ROOT / "examples/earthquake", folder, ignore=shutil.ignore_patterns(".kgraph"))
        build(Workspace.find(folder))
        limits: dict[str, Any] = {
            "deadline": DEADLINE,
            "patience": PATIENCE,
            "memory": 2**29,
            "upload": 2**20,
            "written": 2**22,
        }
        with served(folder, token=TOKEN, **limits) as server:
            tell: Counter[str] = Counter()
            asyncio.run(attacked(server.port, min(500, number), seed, tell, Path(place) / "faults"))
            print(state(server, folder), flush=True)
            begun, is_over = time.monotonic(), threading.Event()
            builder = threading.Thread(target=building, args=(folder, is_over, tell))
            builder.start()
            for part in range(max(1, number // 2_500)):
                asyncio.run(attacked(server.port, 2_500, seed * 1_000 + part, tell, Path(place) / "faults"))
                print(
                    f"{time.monotonic() - begun:.0f} s",
                    state(server, folder),
                    dict(tell),
                    len(server.log.read_bytes()),
                    flush=True,
                )
            is_over.set()
            builder.join()
            time.sleep(DEADLINE + 2)
            print(state(server, folder), server.query(cheap()).json, server.ask("/healthz").text)
            print(server.ask("/metrics").text)
            log = server.log.read_text("utf8", "replace")
            print(
                Counter(line for line in log.splitlines() if line[:1].strip() and not line.startswith("Trace")),
                TOKEN in log,
            )
            print((Path(place) / "faults").read_bytes().decode("latin-1") if tell["500"] else "")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
