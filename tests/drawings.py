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


def saved(shown: Opened) -> ET.Element:
    return read(shown.save("svg"))


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n")
    wide, high = struct.unpack(">II", content[16:24])
    return wide, high


def numbers(path: ET.Element | None) -> list[float]:
    assert path is not None
    return [float(number) for number in re.findall(r"-?[\d.]+", path.get("d", ""))]
