"""Web annotations as values: those of W3C's data model, Hypothesis and Recogito in one form."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from kgraph.errors import short
from kgraph.workbooks import clean

_TAGGING = ("tagging", "oa:tagging")
_TEXTS = ("", "commenting", "describing", "replying", "highlighting", "oa:commenting", "oa:describing")
_READ = {
    *("@context", "id", "type", "target", "body", "bodyValue", "motivation", "creator", "created", "uri", "text"),
    *("tags", "document", "user", "user_info", "references", "generator", "generated", "modified", "updated", "links"),
    *("group", "permissions", "hidden", "flagged", "moderation_status", "moderation", "consumer", "actions", "label"),
    *("partOf", "mentions", "metadata", "via"),
}
"""The keys of an annotation that need no remark: kgraph reads them, or they do not concern claims."""
_OF_TARGETS = {
    "id",
    "@id",
    "type",
    "@type",
    "source",
    "selector",
    "label",
    "title",
    "format",
    "language",
    "creator",
    "created",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """The quoted words and the text before and after them (TextQuoteSelector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Positions of the begin and end of the words, in an unknown unit (TextPositionSelector)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """The target of an annotation: the document's address, its other names, and the selectors in it."""

    source: str = ""
    names: tuple[str, ...] = ()
    quote: Quote | None = None
    position: Position | None = None


@dataclass(slots=True)
class Annotation:
    """One annotation. `number` counts from 1; `beside` has the bodies that are neither tags nor texts, in words for a
    note."""

    number: int
    id: str = ""
    targets: list[Target] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    creator: str = ""
    created: str = ""
    answers: str = ""
    """The id of the annotation that it is a reply to."""
    links: bool = False
    """Whether it links other annotations, which are its targets, and does not annotate a text."""
    remarks: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The annotation's name in messages."""
        last = self.id.rstrip("/#").rpartition("/")[2]
        return f"annotation {self.number} ({short(last or self.id, 40)})" if self.id else f"annotation {self.number}"


class Reader:
    """Reads annotations; `ignored` counts the annotations with each part that is not used."""

    def __init__(self, number: int, ignored: Counter[str]) -> None:
        self._one, self._ignored = Annotation(number), ignored
        self._passed: set[str] = set()

    def annotation(self, said: dict[str, object]) -> Annotation:
        """The annotation of one JSON object."""
        one = self._one
        said = {key.removeprefix("@") if key in ("@id", "@type") else key: value for key, value in said.items()}
        one.id = _text(said.get("id"))
        signed = [said, *(body for body in _many(said.get("body")) if isinstance(body, dict))]
        one.creator = next(filter(None, (_name(part.get("creator")) for part in signed)), "")
        one.creator = one.creator or _name(said.get("user_info")) or _account(_text(said.get("user")))
        one.created = next(filter(None, (_text(part.get("created")) for part in signed)), "")
        references = [_text(value) for value in _many(said.get("references"))]
        one.answers = references[-1] if references else ""
        motivations = [_text(value).rpartition("#")[2] for value in _many(said.get("motivation"))]
        one.beside += [
            f"motivation: {text}" for text in motivations if text and text not in (*_TEXTS, *_TAGGING, "linking")
        ]
        self._bodies(said, tagging=bool(set(motivations) & set(_TAGGING)))
        self._targets(said)
        one.links = "linking" in motivations and not any(target.quote or target.position for target in one.targets)
        self._passed |= {f"'{short(key, 30)}'" for key in said if key not in _READ}
        self._ignored.update(self._passed)
        return one

    def _bodies(self, said: dict[str, object], *, tagging: bool) -> None:
        one = self._one
        for tag in _many(said.get("tags")):
            one.tags += filter(None, [_text(tag)])
        one.texts += filter(None, [_text(said.get("text")), _text(said.get("bodyValue"))])
        for body in _many(said.get("body")):
            if isinstance(body, str):
                one.beside += filter(None, [_text(body)])
            elif isinstance(body, dict):
                self._body(body, tagging)
            elif body is not None:
                one.remarks.append(f"a body is {kind(body)}, and not read")

    def _body(self, body: dict[str, object], tagging: bool) -> None:
        one = self._one
        purposes = [_text(value).rpartition("#")[2] for value in _many(body.get("purpose"))] or [""]
        value = body.get("value")
        value = value.get("label") if isinstance(value, dict) else value
        text = _written(_text(value), _text(body.get("format")).partition(";")[0])
        thing = _text(body.get("source")) or _text(body.get("id"))
        if set(purposes) & set(_TAGGING) or (tagging and purposes == [""]):
            one.tags += filter(None, [text or thing])
        elif text and set(purposes) <= set(_TEXTS):
            one.texts.append(text)
        elif text or thing:
            one.beside.append(f"{'; '.join(filter(None, purposes)) or 'body'}: {' '.join(filter(None, (text, thing)))}")
        elif body:
            one.remarks.append("a body says nothing that can be read")
        if note := _text(body.get("note")):
            one.beside.append(note)

    def _targets(self, said: dict[str, object]) -> None:
        uri, titles = _text(said.get("uri")), _titles(said.get("document"))
        for target in _many(said.get("target")):
            if isinstance(target, str):
                self._one.targets.append(Target(_text(target), titles))
            elif isinstance(target, dict):
                source = target.get("source") or target.get("id") or target.get("@id")
                source = source.get("id") if isinstance(source, dict) else source
                names = tuple(filter(None, (*titles, _text(target.get("label")), _text(target.get("title")))))
                self._passed |= {f"'{short(key, 30)}' of a target" for key in target if key not in _OF_TARGETS}
                quote, position = self._selected(target)
                self._one.targets.append(Target(_text(source) or uri, names, quote, position))
            else:
                self._one.remarks.append(f"a target is {kind(target)}, and not read")
        if not self._one.targets:
            self._one.targets.append(Target(uri, titles))

    def _selected(self, target: dict[str, object]) -> tuple[Quote | None, Position | None]:
        quote, position = None, None
        for selector in _many(target.get("selector")):
            if not isinstance(selector, dict):
                self._passed.add("a selector that is no object")
                continue
            form = _text(selector.get("type") or selector.get("@type")).rpartition(":")[2]
            if "refinedBy" in selector:
                self._passed.add("refinedBy")
            if form == "TextQuoteSelector" and quote is None and (exact := _text(selector.get("exact"))):
                quote = Quote(exact, _text(selector.get("prefix")), _text(selector.get("suffix")))
            elif form == "TextPositionSelector" and position is None:
                position = self._position(selector)
            else:
                self._passed.add(short(form, 30) or "a selector without a type")
        return quote, position

    def _position(self, selector: dict[str, object]) -> Position | None:
        start, end = (_whole(selector.get(name)) for name in ("start", "end"))
        if start is not None and end is not None and start < end:
            return Position(start, end)
        given = f"{short(str(selector.get('start')), 20)} to {short(str(selector.get('end')), 20)}"
        self._one.remarks.append(f"its position is from {given}, which is no part of a text; it is not used")
        return None


def kind(value: object) -> str:
    """The kind of a JSON value, in words."""
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _many(value: object) -> Iterator[object]:
    """The values of a list, or a single value."""
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def _text(value: object) -> str:
    """A text in the form for a cell; "" for a value that is no text."""
    return clean(value) if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**18 else None


def _name(value: object) -> str:
    """An agent's name, else the account, else the IRI."""
    for one in _many(value):
        if isinstance(one, dict):
            fields = ("display_name", "name", "nickname", "id", "@id")
            return next((" ".join(text.split()) for key in fields if (text := _text(one.get(key)))), "")
        if text := _text(one):
            return text
    return ""


def _account(user: str) -> str:
    """The name in "acct:name@authority"."""
    return user.removeprefix("acct:").partition("@")[0]


def _titles(document: object) -> tuple[str, ...]:
    titles = _many(document.get("title")) if isinstance(document, dict) else iter(())
    return tuple(filter(None, map(_text, titles)))


def _written(text: str, form: str) -> str:
    """The text that a person wrote: HTML without tags, the text in the JSON of Recogito's editor, or the label of its
    terms.

    >>> _written('{"ops": [{"insert": "Two "}, {"insert": "trains", "attributes": {"bold": true}}]}', "Quill")
    'Two trains'
    >>> _written('{"label": "kind: figure", "id": "https://terms.example/7"}', "")
    'kind: figure'
    """
    if form in ("text/html", "application/xhtml+xml"):
        return _without_tags(text)
    if not (text.startswith("{") and text.endswith("}")):
        return text
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if form == "Quill":
        inserts = [op.get("insert") for op in _many(found.get("ops")) if isinstance(op, dict)]
        return clean("".join(piece for piece in inserts if isinstance(piece, str)))
    return _text(found.get("label")) or text


class _Texts(HTMLParser):
    """Collects the text of HTML, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("script", "style")
        if tag in ("br", "p", "div", "li"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _without_tags(html: str) -> str:
    reader = _Texts()
    reader.feed(html)
    reader.close()
    return "\n".join(line for part in "".join(reader.parts).splitlines() if (line := part.strip()))
