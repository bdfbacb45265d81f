"""Reading the pictures that the network page saved."""

import re
import struct
import xml.etree.ElementTree as ET

from browser import Opened

SVG = "{http://www.w3.org/2000/svg}"


def read(text: str | bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 # our own file


def of_class(drawing: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in drawing.iter(SVG + "g") if one.get("class") == name]


def texts(drawing: ET.Element) -> str:
    return " ".join(" ".join(one.itertext()) for one in drawing.iter(SVG + "text"))


TO_HEADS = """(drawing) => {
  const steps = Array.from({ length: 65 }, (_, i) => i / 64);
  const points = (mark) => steps.map((part) => mark.getPointAtLength(part * mark.getTotalLength()));
  const lines = [...drawing.querySelectorAll(".line")].map((line) => [...line.querySelectorAll("path")]);
  return lines.filter((marks) => marks.length > 1 && marks.at(-1).getAttribute("fill") !== "none").map((marks) => {
    const end = points(marks[0]).at(-1);
    return Math.min(...points(marks.at(-1)).map(({ x, y }) => Math.hypot(end.x - x, end.y - y)));
  });
}"""
"""How far each line of an SVG in the page that has a head, dot or ring at its shape ends from it."""


def saved(shown: Opened) -> ET.Element:
    return read(shown.save("svg"))


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n")
    wide, high = struct.unpack(">II", content[16:24])
    return wide, high


def numbers(path: ET.Element | None) -> list[float]:
    assert path is not None
    return [float(number) for number in re.findall(r"-?[\d.]+", path.get("d", ""))]
