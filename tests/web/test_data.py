"""The files of the whole dataset, its description, the lists of its pages, and the other forms of a thing's page."""

import asyncio
import csv
import gc
import io
import json
import os
import re
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import pytest
import rdflib  # noqa: TID253 - another program's eyes on the files

from kgraph import Graph, Workspace, build
from kgraph.errors import Stopped
from kgraph.store import parse_quads
from kgraph.store.files import rewritten
from kgraph.store.trig import canonical
from kgraph.web import Settings
from kgraph.web.builds import Builds
from kgraph.web.data import files, making
from kgraph.web.data.files import Files
from kgraph.web.problems import Problem
from kgraph.web.shelf import Shelf
from kgraph.web.working.filed import Filed
from kgraph.web.working.wire import Frame, Kind
from kgraph.workspace.exports import exported
from looping import run
from serving import Server, eventually, served
from web_writing import BEARER

BASE = "https://example.org/earthquake/"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
QUADS = {"dataset.nq": "nquads", "dataset.trig": "trig", "dataset.jsonld": "json-ld"}


@pytest.fixture(scope="module")
def quads(quake: Path) -> bytes:
    with Graph.open(quake) as graph:
        return b"".join(exported(graph, "nq")[0])


def test_every_file_has_the_whole_dataset(server: Server, quads: bytes) -> None:
    assert server.ask("/data/dataset.nq").body == quads
    own = set(canonical(parse_quads(quads, "nq", BASE)))
    for name in ("dataset.trig", "dataset.jsonld"):
        found = server.ask(f"/data/{name}")
        assert found.status == 200
        assert set(canonical(parse_quads(found.body, name.rpartition(".")[2], BASE))) == own, name


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of its own
def test_another_program_reads_the_files(server: Server, quads: bytes) -> None:
    for name, form in QUADS.items():
        found = rdflib.Dataset()
        found.parse(data=server.ask(f"/data/{name}").body, format=form)
        assert len(list(found.quads((None, None, None, None)))) == len(quads.splitlines()), name


def test_the_table_is_the_export_and_its_metadata_describe_it(server: Server, quake: Path) -> None:
    table = server.ask("/data/claims.csv")
    with Graph.open(quake) as graph:
        assert table.body == b"".join(exported(graph, "csv")[0])
    assert '<claims.csv-metadata.json>; rel="describedby"' in table.headers["link"]
    metadata = server.ask("/data/claims.csv-metadata.json")
    assert metadata.headers["content-type"] == "application/csvm+json" and metadata.json["url"] == "claims.csv"
    columns = [one["name"] for one in metadata.json["tableSchema"]["columns"]]
    assert columns == next(csv.reader(io.StringIO(table.text)))


def test_quads_in_pieces_are_rewritten_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.store.files._PIECE", 1)
    lines = [b'<x:s> <x:p> "%d" <x:g> .\n' % n for n in range(3)]
    lines += [b"_:b <x:p> _:c <x:h> .\n", b"", b"_:c <x:q> <x:s> <x:h> .\n"]
    for form in ("trig", "jsonld"):
        text = b"".join(rewritten(lines, form))
        own = canonical(parse_quads(b"".join(lines), "nq", "x:"))
        assert set(canonical(parse_quads(text, form, "x:"))) == set(own)
    assert json.loads(b"".join(rewritten([], "jsonld"))) == []


# --- HTTP


def test_a_client_that_has_the_newest_is_told_so(server: Server) -> None:
    whole = server.ask("/data/dataset.nq")
    tag, date = whole.headers["etag"], whole.headers["last-modified"]
    for headers in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"x", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": date},
    ):
        reply = server.ask("/data/dataset.nq", headers=headers)
        assert reply.status == 304 and reply.body == b"" and reply.headers["etag"] == tag, headers
    for headers in (
        {"If-None-Match": '"x"', "If-Modified-Since": date},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert server.ask("/data/dataset.nq", headers=headers).status == 200, headers
    assert server.ask("/data/dataset.trig").headers["etag"] != tag


def test_a_download_can_go_on(server: Server) -> None:
    whole = server.ask("/data/dataset.nq")
    size, tag = len(whole.body), whole.headers["etag"]
    for asked, start, end in (
        ("bytes=0-99", 0, 100),
        (f"bytes={size - 5}-", size - 5, size),
        ("bytes=-7", size - 7, size),
        ("bytes=100-99999999999", 100, size),
        ("bytes=0-", 0, size),
    ):
        for more in ({}, {"If-Range": tag}, {"Accept-Encoding": "gzip"}):
            reply = server.ask("/data/dataset.nq", headers={"Range": asked, **more})
            assert reply.status == 206 and reply.body == whole.body[start:end], asked
            assert reply.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
            assert "content-encoding" not in reply.headers
    for headers in (
        {"Range": "bytes=0-9", "If-Range": '"x"'},
        {"Range": "bytes=0-9", "If-Range": whole.headers["last-modified"]},
        {"Range": "bytes=0-1,5-6"},
        {"Range": "lines=1-2"},
        {"Range": "bytes=9-1"},
        {"Range": "bytes=--1"},
        {"Range": "bytes=" + "9" * 500 + "-"},
    ):
        reply = server.ask("/data/dataset.nq", headers=headers)
        assert reply.status == 200 and reply.body == whole.body, headers
    for asked in (f"bytes={size}-", "bytes=-0"):
        reply = server.ask("/data/dataset.nq", headers={"Range": asked})
        assert reply.status == 416 and reply.headers["content-range"] == f"bytes */{size}"


def test_two_versions_of_one_second_have_two_dates(tmp_path: Path) -> None:
    def known(version: str, date: str) -> bool:
        return files._is_known({"if-modified-since": date}, builds.of(version), "dataset.nq")

    builds, now = Builds(), int(time.time())
    folders = [tmp_path / name for name in ("one", "two", "put back")]
    for folder, made in zip(folders, (now - 9, now - 9, now - 99), strict=True):
        folder.mkdir()
        (folder / "CURRENT").touch()
        os.utime(folder / "CURRENT", (made + 0.5, made + 0.5))
    dates = [files._marks(builds.of(str(one)), "dataset.nq")["last-modified"] for one in folders]
    for place, version in enumerate(map(str, folders)):
        assert [known(version, date) for date in dates] == [number == place for number in range(3)]
        assert not known(version, formatdate(now, usegmt=True)), "the date of an answer is no version's"
    (tmp_path / "fresh").mkdir()
    (tmp_path / "fresh/CURRENT").touch()
    os.utime(tmp_path / "fresh/CURRENT", (time.time() + 60,) * 2)  # else the second in which it was made may just end
    assert "last-modified" not in files._marks(builds.of(str(tmp_path / "fresh")), "dataset.nq")


@pytest.mark.slow
def test_what_clients_write_makes_no_file_anew(writing: Server) -> None:
    where, sent = "/graph-store?graph=urn:x:beside", {**BEARER, "Content-Type": "text/turtle"}
    tags = [writing.ask("/data/dataset.nq").headers["etag"]]
    for method in ("PUT", "DELETE"):
        assert writing.ask(where, method, b"<urn:a> <urn:b> 1 .", sent).status in (201, 204)
        found = writing.ask("/data/dataset.nq")
        assert b"urn:x:beside" not in found.body
        tags.append(found.headers["etag"])
    assert len(set(tags)) == 1


def test_a_head_tells_what_a_get_would_send(server: Server) -> None:
    head, whole = server.ask("/data/dataset.nq", "HEAD"), server.ask("/data/dataset.nq")
    assert head.status == 200 and head.body == b"" and int(head.headers["content-length"]) == len(whole.body)


def test_what_is_no_file_is_refused(server: Server) -> None:
    listed = server.ask("/data/").json["files"]
    assert {one["file"] for one in listed} == set(making.FILES)
    for path, status in (
        ("nothing.nq", 404),
        ("..%2f..%2fetc%2fpasswd", 404),
        ("being-made", 404),
        ("dataset.nq?world=record", 400),
    ):
        assert server.ask(f"/data/{path}").status == status, path
    assert server.ask("/data/dataset.nq", "DELETE").status == 405
    for number in ("0", "-1", "1" * 7, "9" * 5_000, "%D9%A3", "x"):
        assert server.ask(f"/sitemap-{number}.xml").status == 404, number


def test_who_waits_for_other_files_waits_until_the_deadline_alone() -> None:
    async def both() -> list[object]:
        files = Files(cast(Any, Endless()), Builds())
        several = (asked(files, name) for name in ("dataset.nq", "claims.csv"))
        return await asyncio.gather(*several, return_exceptions=True)

    began = time.monotonic()
    found = run(both())
    assert time.monotonic() - began < 1.5 * Endless.settings.deadline
    assert [one.status for one in found if isinstance(one, Problem)] == [503, 503]


def test_the_folder_of_files_is_removed_with_them() -> None:
    files = Files(cast(Any, Endless()), Builds())
    folder = files._shelf._place()
    assert folder.is_dir()
    del files
    gc.collect()
    assert not folder.exists()


class Endless:
    """A pool whose processes come to no end before the deadline."""

    settings, version = Settings(deadline=0.6), "1"

    @asynccontextmanager
    async def asked(self, work: Any, client: str, until: float | None = None) -> AsyncIterator[None]:
        now = asyncio.get_running_loop().time()
        await asyncio.sleep((until or now + self.settings.deadline) - now)
        if self.settings.deadline:
            raise Stopped("stopped at the deadline")
        yield


async def asked(files: Files, name: str) -> None:
    scope = {"method": "GET", "path_params": {"name": name}, "headers": [], "query_string": b""}
    await files(scope, cast(Any, None), cast(Any, None))


class Stuck:
    """A pool with a process that makes no file before its deadline, but for the one that it is quick with."""

    version, settings = "1", Settings(deadline=0.2)

    def __init__(self) -> None:
        self.begun: list[str] = []

    @asynccontextmanager
    async def asked(self, work: Filed, client: str) -> AsyncIterator["Stuck"]:
        assert isinstance(work.work, making.Dump)
        self.begun.append(work.work.name)
        if work.work.name == making.TABLE:
            Path(work.target).write_bytes(b"claim")
        yield self

    async def frame(self) -> Frame:
        if self.begun[-1] == making.TABLE:
            return Frame(Kind.whole, b"")
        await asyncio.sleep(0.8)
        raise Stopped("stopped")


def test_a_file_that_cannot_be_made_in_time_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelf, "_place", lambda self: tmp_path)

    async def asked() -> None:
        pool = Stuck()
        shelf, loop = Files(cast(Any, pool), Builds())._shelf, asyncio.get_running_loop()

        async def status(name: str) -> tuple[int, float]:
            began = loop.time()
            try:
                opened, _ = await shelf.opened(name, making.Dump(name), {})
            except Problem as problem:
                return problem.status, loop.time() - began
            with opened:
                return len(opened.read()), loop.time() - began

        assert (await status(making.TABLE))[0] == 5
        answers = asyncio.gather(*(status("dataset.nq") for _ in range(20)))
        await asyncio.sleep(0.05)
        there, waited = await status(making.TABLE)
        assert there == 5 and waited < 0.15, "the other file is there already"
        assert {found for found, _ in await answers} == {503} and max(waited for _, waited in await answers) < 0.7
        while shelf._makings:
            await asyncio.sleep(0.02)
        assert (await status("dataset.nq"))[1] < 0.15, "it has just failed"
        assert pool.begun == [making.TABLE, "dataset.nq"]

    run(asked())


@pytest.mark.slow
def test_a_build_brings_new_files_and_the_oldest_are_removed(quake: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quake"
    shutil.copytree(quake, folder)
    with served(folder) as server:
        tags = [server.ask("/data/dataset.nq").headers["etag"]]
        for name in ("2025-03-10-north-wire*", "2025-03-11-the-beacon*", "2025-03-11-radio-velmar*"):
            next((folder / "data").rglob(name)).unlink()
            build(Workspace.find(folder))
            eventually(lambda: server.ask("/data/dataset.nq").headers["etag"] not in tags)
            tags.append(server.ask("/data/dataset.nq").headers["etag"])
            with Graph.open(folder) as graph:
                own = b"".join(exported(graph, "nq")[0])
            sent = server.ask("/data/dataset.nq").body
            assert set(sent.splitlines()) == set(own.splitlines())


# --- where things are


def test_the_description_names_the_files_and_the_endpoint(server: Server) -> None:
    at = f"http://127.0.0.1:{server.port}"
    found = rdflib.Graph().parse(data=server.ask("/.well-known/void").body, format="turtle")
    files = {str(one) for one in found.subjects(rdflib.RDF.type, DCAT.Distribution)}
    assert {f"{at}/data/{name}" for name in making.FILES} <= files
    assert {str(one) for one in found.objects(None, DCAT.downloadURL)} >= {f"{at}/data/dataset.nq"}
    assert str(next(found.objects(None, rdflib.VOID.sparqlEndpoint))) == f"{at}/sparql"


def places(text: str) -> list[str]:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return [str(one.text) for one in ElementTree.fromstring(text).iter(f"{name}loc")]  # noqa: S314 # our own


def test_the_sitemap_has_every_page_and_nothing_else(server: Server) -> None:
    at = f"http://127.0.0.1:{server.port}/"
    found = places(server.ask("/sitemap.xml").text)
    assert len(set(found)) == len(found) > 50 and found[0] == at
    paths = [one.removeprefix(at) for one in found]
    assert "id/place/brenhold" in paths and "id/claim/2025-03-10-brenhold-post/c3" in paths
    assert any(path.startswith("id/dispute/") for path in paths) and any(path.startswith("id/doc/") for path in paths)
    for path in paths[2::9]:
        assert server.ask(f"/{path}?format=html").status == 200, path
    assert server.ask("/sitemap-1.xml").status == 200
    assert server.ask("/sitemap-2.xml").status == server.ask("/sitemap-0.xml").status == 404


def test_a_long_sitemap_comes_in_several_files(quake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kgraph.web import Settings
    from kgraph.web.data.making import Sitemap

    monkeypatch.setattr(making, "_A_FILE", 10)
    sent: list[bytes] = []
    with Graph.open(quake) as graph:

        def listed(number: int) -> list[str]:
            sent.clear()
            Sitemap("http://x", number).do(graph, Settings(), lambda head, pieces: sent.extend(pieces))  # type: ignore[arg-type]
            return places(b"".join(sent).decode())

        files = listed(0)
        assert files == [f"http://x/sitemap-{n}.xml" for n in range(1, len(files) + 1)]
        pages = [page for n in range(1, len(files) + 1) for page in listed(n)]
    assert len(set(pages)) == len(pages) > 50


def test_a_things_address_and_documents_name_the_other_forms(server: Server) -> None:
    for path in ("/id/place/brenhold", "/id/place/brenhold?format=html", "/id/place/brenhold?format=ttl"):
        links = re.findall(r'<(\?format=\w+)>; rel="alternate"; type="([^"]+)"', server.ask(path).headers["link"])
        assert ("?format=ttl", "text/turtle") in links and ("?format=html", "text/html") in links, path
