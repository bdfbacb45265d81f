"""The files by which an operator deploys a server: systemd's unit, the image, and the web servers in front."""

import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPSConnection, IncompleteRead
from pathlib import Path
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

from backends import free_port
from kgraph.cli import app
from requirements import missing
from serving import Reply, Server, cheap, eventually, served

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NAME = "graph.example.org"


def lines_of(name: str) -> list[str]:
    """The lines of a file without comments; a line that goes on in the next is one."""
    text = (DEPLOY / name).read_text().replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def options_of(command: str) -> set[str]:
    return {word.partition("=")[0] for word in shlex.split(command.partition(" serve ")[2]) if word.startswith("--")}


def test_the_options_that_the_files_give_exist() -> None:
    known = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    commands = [line for name in ("kgraph.service", "Containerfile") for line in commands_of(name)]
    assert len(commands) >= 3
    for command in commands:
        assert options_of(command) and not [option for option in options_of(command) if option not in known], command


def commands_of(name: str) -> list[str]:
    """The commands with `serve`, those in comments too."""
    joined = (DEPLOY / name).read_text().replace("\\\n#", " ")
    return [line.lstrip("# ") for line in joined.splitlines() if re.search(r"kgraph -C \S+ serve ", line)]


# --- systemd


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        missing("systemd-analyze")
    text = (DEPLOY / "kgraph.service").read_text()
    unit = tmp_path / "kgraph.service"
    unit.write_text(text.replace("/opt/kgraph/bin/kgraph", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    about_it = [line for line in (done.stdout + done.stderr).splitlines() if "kgraph" in line]
    assert not about_it, about_it


def test_the_unit_lets_answers_end_and_lets_the_server_write_nothing_else() -> None:
    keys = dict(line.split("=", 1) for line in lines_of("kgraph.service") if "=" in line)
    assert keys["KillMode"] == "mixed" and int(keys["TimeoutStopSec"]) > 11
    assert keys["ProtectSystem"] == "strict" and keys["ReadWritePaths"] == "/srv/kgraph/.kgraph"
    assert keys["User"] == "kgraph" and keys["NoNewPrivileges"] == "yes" and keys["MemoryMax"]
    assert "--host" not in keys["ExecStart"], "it listens on this machine alone"


# --- the image


def test_the_image_is_written_as_an_image_should_be() -> None:
    """Nothing can be pulled in a test, so this checks what hadolint would, and what the image must not lack."""
    lines = lines_of("Containerfile")
    words = [line.split(maxsplit=1) for line in lines]
    known = "FROM RUN COPY ENV USER WORKDIR VOLUME EXPOSE STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD".split()  # noqa: SIM905
    assert {word for word, _ in words} <= set(known)
    tags = [rest.split()[0].rpartition(":")[2] for word, rest in words if word == "FROM"]
    assert tags and not [tag for tag in tags if tag in ("latest", "") or "/" in tag], "each base has a tag"
    last = dict(words[max(i for i, (word, _) in enumerate(words) if word == "FROM") :])
    assert last["USER"] not in ("root", "0", "0:0") and last["STOPSIGNAL"] == "SIGTERM"
    assert "/healthz" in last["HEALTHCHECK"] and last["VOLUME"] == "/workspace"
    assert last["ENTRYPOINT"].startswith("[") and last["CMD"].startswith("["), "no shell is between it and signals"
    assert "ADD " not in (DEPLOY / "Containerfile").read_text() and "--write" not in last["CMD"]


def test_the_image_has_all_that_the_package_is_made_of() -> None:
    copied = {
        source
        for line in lines_of("Containerfile")
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    }
    assert all((ROOT / source).exists() for source in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needed = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"])
    needed |= {"src", "pyproject.toml", "constraints.txt", project["project"]["readme"], "LICENSE"}
    assert {path for path in needed if path not in copied and path.split("/")[0] not in copied} == set()


# --- the web servers in front


@dataclass(frozen=True)
class Front:
    """A web server in front of a server, whose files are in a folder."""

    port: int
    folder: Path

    def ask(self, path: str, body: bytes | None = None, forwarded: str = "") -> Reply:
        """Send a request by TLS."""
        with closing(self.connection()) as link:
            link.request(
                "POST" if body is not None else "GET", path, body, {"Host": NAME, "X-Forwarded-For": forwarded}
            )
            with link.getresponse() as found:
                return Reply(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())

    def connection(self) -> HTTPSConnection:
        """A connection that believes any certificate."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)

    def speaks(self) -> bool:
        """Whether it answers; Caddy listens before it has its certificate."""
        with suppress(OSError):
            return self.ask("/healthz").status == 200
        return False

    def statuses(self, path: str, times: int) -> list[int]:
        """The statuses of requests one after the other on one connection."""
        found = []
        with closing(self.connection()) as link:
            for _ in range(times):
                link.request("GET", path, headers={"Host": NAME})
                with link.getresponse() as answer:
                    answer.read()
                    found.append(answer.status)
        return found


def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not found or not shutil.which("openssl"):
        missing("nginx or openssl")
    return found


def listens(port: int) -> bool:
    with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 5):
        return True
    return False


def configured(folder: Path, port: int, upstream: int) -> Path:
    """The configuration with ports and files of a test."""
    key, certificate = folder / "key.pem", folder / "chain.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}", "-days", "2"]
    subprocess.run([*words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    text = re.sub(r"listen \[::\]:\d+[^;]*;", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port(port, upstream)};")
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}")
    text = text.replace("/etc/ssl/kgraph/fullchain.pem", str(certificate)).replace(
        "/etc/ssl/kgraph/privkey.pem", str(key)
    )
    text = text.replace("/var/log/nginx", str(folder))
    kept = "".join(f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    file = folder / "nginx.conf"
    head = f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/main.log;"
    file.write_text(f"{head} events {{}} http {{ {kept}\n{text}\n}}")
    return file


@contextmanager
def fronted(quake: Path, folder: Path) -> Iterator[tuple[Front, Server]]:
    """A server with nginx before it, whose files are in a folder."""
    program, port = nginx(), free_port()
    with served(quake, places=2, deadline=2.0, hosts=[NAME, "127.0.0.1"], access_log=str(folder / "own.log")) as server:
        file = configured(folder, port, server.port)
        checked = subprocess.run([program, "-t", "-c", file], capture_output=True, text=True, check=False)
        assert checked.returncode == 0 and "[warn]" not in checked.stderr, checked.stderr
        with subprocess.Popen([program, "-c", file], stderr=subprocess.DEVNULL) as process:
            eventually(partial(listens, port))
            yield Front(port, folder), server
            process.terminate()


@pytest.fixture(scope="module")
def front(quake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Front, Server]]:
    with fronted(quake, tmp_path_factory.mktemp("nginx")) as both:
        yield both


@pytest.mark.slow
def test_nginx_passes_on_what_is_asked_and_who_asks(front: tuple[Front, Server]) -> None:
    nginx, _ = front
    found = nginx.ask(f"/sparql?query={quote(cheap() + ' secret')}", forwarded="6.6.6.6")
    assert found.status == 200 and found.json["boolean"] is True and "strict-transport-security" in found.headers
    assert f"https://{NAME}/" in nginx.ask("/feed").text
    assert nginx.ask("/id/place/brenhold").status == 303 and nginx.ask("/metrics").status == 200
    log = nginx.folder / "kgraph.log"
    eventually(lambda: "/id/*" in log.read_text())
    told = log.read_text() + (nginx.folder / "kgraph-errors.log").read_text()
    assert "secret" not in told and "brenhold" not in told and '"GET /sparql HTTP/1.1" 200' in told
    own = nginx.folder / "own.log"
    eventually(lambda: own.read_text().count("\n") >= 4)  # a thread of its own writes it
    assert "127.0.0.1 - - " in own.read_text() and "6.6.6.6" not in own.read_text()


@pytest.mark.slow
def test_nginx_bounds_bodies_and_how_often_an_address_asks(quake: Path, tmp_path: Path) -> None:
    # an nginx of its own: for seconds afterwards it would refuse what other tests ask
    with fronted(quake, tmp_path) as (nginx, _), ThreadPoolExecutor(4) as pool:
        assert nginx.ask("/sparql", b"x" * 1_100_000).status == 413
        found = [status for some in pool.map(partial(nginx.statuses, "/healthz"), [60] * 4) for status in some]
    assert set(found) == {200, 429} and found.count(200) >= 40


@pytest.mark.slow
def test_an_answer_that_breaks_off_breaks_off_behind_nginx_too(front: tuple[Front, Server]) -> None:
    nginx, _ = front
    eventually(lambda: nginx.ask("/healthz").status == 200)
    breaks_off(nginx)


def breaks_off(front: Front) -> None:
    with pytest.raises((IncompleteRead, ConnectionError)):
        front.ask(f"/sparql?format=tsv&query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }')}")


def version_of_caddy() -> tuple[int, ...]:
    told = subprocess.run(["caddy", "version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.findall(r"\d+", told)[:2]))


@contextmanager
def behind_caddy(quake: Path, folder: Path) -> Iterator[tuple[Front, Server]]:
    """A server with Caddy before it, which makes a certificate of its own."""
    program, port = shutil.which("caddy") or missing("caddy"), free_port()
    own = (
        f"admin off\nskip_install_trust\ndefault_sni {NAME}\nauto_https disable_redirects\nstorage file_system {folder}"
    )
    with served(quake, places=2, deadline=2.0, hosts=[NAME, "127.0.0.1"], access_log=str(folder / "own.log")) as server:
        text = (DEPLOY / "Caddyfile").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
        text = text.replace("{\n\tservers", f"{{\n {own}\n\tservers", 1)
        text = text.replace(f"\n{NAME} {{", f"\nhttps://{NAME}:{port} {{\n bind 127.0.0.1\n tls internal", 1)
        (file := folder / "Caddyfile").write_text(text)
        with (folder / "log").open("wb") as log:
            command = [program, "run", "--adapter", "caddyfile", "--config", str(file)]
            process = subprocess.Popen(command, stderr=log, env={**os.environ, "HOME": str(folder)})
        try:
            eventually(Front(port, folder).speaks)
            yield Front(port, folder), server
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.slow
def test_caddy_passes_on_what_is_asked_and_bounds_it(quake: Path, tmp_path: Path) -> None:
    with behind_caddy(quake, tmp_path) as (caddy, server):
        found = caddy.ask(f"/sparql?query={quote(cheap() + ' secret')}", forwarded="6.6.6.6")
        assert found.status == 200 and found.json["boolean"] is True and "strict-transport-security" in found.headers
        assert f"https://{NAME}/" in caddy.ask("/feed").text
        assert caddy.ask("/metrics").status == 404 and caddy.ask("/id/place/brenhold").status == 303
        assert caddy.ask("/sparql", b"x" * 1_100_000).status == 413
        if version_of_caddy() >= (2, 8):  # older ones end every answer as if it were whole
            breaks_off(caddy)
        eventually(lambda: (tmp_path / "own.log").read_text().count("\n") >= 3)  # a thread of its own writes it
        server.process.terminate()
        server.process.wait(20)
        assert caddy.ask("/sparql?query=secret").status == 502  # Caddy tells why, and not what was asked
    told = (tmp_path / "own.log").read_text()
    assert "127.0.0.1 - - " in told and "6.6.6.6" not in told
    told = (tmp_path / "log").read_text()
    assert "connection refused" in told and "secret" not in told
