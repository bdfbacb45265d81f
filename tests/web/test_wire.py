"""What goes between the server and its processes: pieces of bounded size, and heads that are one line each."""

import pickle
from collections.abc import Iterator

import pytest

from kgraph.errors import Stopped
from kgraph.namespaces import IRI
from kgraph.web.sparql import answering
from kgraph.web.sparql.protocol import Asked, Choice
from kgraph.web.working.wire import Frame, Head, Kind, packed, split_head, unpacked, with_head
from kgraph.web.working.work import gathered
from kgraph.workspace.asking import Dataset


def test_a_long_text_goes_in_short_pieces() -> None:
    """The server holds and compresses each piece as a whole, and nobody else is served meanwhile."""
    text = "ж" * 1_000_000
    pieces = list(gathered(["a", text, "b"], 2**22))
    assert b"".join(pieces).decode() == f"a{text}b" and max(map(len, pieces)) <= 2**19


def test_too_many_bytes_are_refused() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "x" * 1_000

    with pytest.raises(Stopped, match="more than 100,000 bytes"):
        list(gathered(endless(), 100_000))


def test_a_remark_is_one_line_of_ascii() -> None:
    head = answering._told("text/csv", ["who\r\nSet-Cookie: a=b", "Ж"])
    assert head.headers["kgraph-remark"].isascii() and head.headers["kgraph-remark"].isprintable()


def test_frames_arrive_in_any_portions() -> None:
    sent = [
        Frame(Kind.start, with_head(Head(200, {"a": "b"}), b"x")),
        Frame(Kind.piece, b"y" * 300),
        Frame(Kind.end, b""),
    ]
    stream, buffer, found = b"".join(packed(*one) for one in sent), bytearray(), list[Frame]()
    for at in range(0, len(stream), 7):
        buffer += stream[at : at + 7]
        found += unpacked(buffer)
    assert found == sent and not buffer and split_head(found[0].body) == (Head(200, {"a": "b"}), b"x")


@pytest.mark.parametrize(
    "asked",
    [
        Asked("ASK {}", accept="text/csv"),
        Asked("", accept=""),
        Asked("ASK {}", Choice("asserted"), accept="*/*"),
        Asked("ASK {}", form="csv"),
        Asked("ASK {}", dataset=Dataset((IRI("urn:a"),))),
        Asked(None, name="claims", params=(("place", ("x",)),)),
    ],
)
def test_a_query_comes_to_a_process_as_it_was_asked(asked: Asked) -> None:
    assert pickle.loads(pickle.dumps(answering.Query(asked))) == answering.Query(asked)  # noqa: S301 # our own


def test_a_head_that_is_read_again_is_not_changed_by_who_had_it_before() -> None:
    body = with_head(Head(200, {"content-type": "text/csv"}), b"x")
    first, _ = split_head(body)
    first.headers["vary"] = "accept"
    assert split_head(body) == (Head(200, {"content-type": "text/csv"}), b"x")
