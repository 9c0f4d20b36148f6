"""The text of an SVG picture → its size, or what in it could run, or reach out.

Owns which SVG may be shown: drawings without script, without links, without anything from elsewhere. Resolves
no entity and opens nothing. Does not know raster pictures.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.parsers import expat

from ipsegen.diagnostics import Problem
from ipsegen.load.text import line_and_column

MAX_SVG_DEPTH: Final = 100
MAX_PROBLEMS: Final = 100

_SVG: Final = "http://www.w3.org/2000/svg"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_ACTIVE: Final = frozenset(
    {
        "script",
        "foreignobject",
        "handler",
        "listener",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
        "canvas",
    }
)
_LINKS: Final = frozenset({"href", "src"})
_RASTER: Final = r"data:image/(?:png|jpe?g|gif|webp|avif)[;,]"
_INSIDE: Final = re.compile(rf"#|{_RASTER}|$", re.IGNORECASE)
_CSS_OUTSIDE: Final = re.compile(
    rf"@import(?![\w-])|(?<![\w-])(?:image|src)\(|image-set\(|url\(\s*+[\"']?+\s*+(?!#|{_RASTER})",
    re.IGNORECASE,
)
_CSS_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^0-9a-fA-F]))", re.DOTALL)
_IGNORED_IN_URLS: Final = re.compile(r"[\s\x00-\x20]+")
_SCRIPT_URL: Final = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_LENGTH: Final = re.compile(
    r"\s*+\+?((?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+-]?\d{1,3})?)\s*+(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE
)
_PIXELS: Final = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "q": 96 / 101.6,
}
_ONLY_DRAW: Final = "export it as plain SVG without script, links and outside files, or use a PNG"


class _UnusableError(Exception):
    """Ends the reading of one picture."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def measure_svg(file: str, text: str) -> tuple[float, float] | list[Problem]:
    """Width and height of an SVG in pixels, or everything in it that may not be there."""
    reader = _Reader(file, text)
    try:
        reader.parser.Parse(text, True)
    except _UnusableError as unusable:
        return [*reader.problems, unusable.problem]
    except expat.ExpatError as error:
        reason = f"this is not well-formed SVG: {expat.ErrorString(error.code)}"
        place = error.lineno, error.offset + 1
        return [*reader.problems, Problem(file, *place, "picture-broken", reason, "export the picture again")]
    if reader.problems:
        return reader.problems
    size = _size(reader.root)
    if size is None:
        hint = 'add viewBox="0 0 WIDTH HEIGHT" to the svg element'
        return [Problem(file, 1, 1, "picture-broken", "this SVG does not say how large it is", hint)]
    return size


class _Reader:
    """One pass over the elements of one picture."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self.root: dict[str, str] = {}
        self.depth = 0
        self.style: list[str] | None = None
        self.style_place = (1, 1)
        self.parser: Any = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.ProcessingInstructionHandler = self.instruction

    @property
    def place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def refuse(self, message: str, place: tuple[int, int] | None = None) -> None:
        if len(self.problems) == MAX_PROBLEMS:
            message = f"this picture has more than {MAX_PROBLEMS} faults; the rest of it was not read"
            raise _UnusableError(Problem(self.file, *self.place, "too-many-problems", message, _ONLY_DRAW))
        self.problems.append(Problem(self.file, *(place or self.place), "svg-script", message, _ONLY_DRAW))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, element = name.rpartition(" ")
        self.depth += 1
        if self.depth == 1:
            self.begin(namespace, element, attributes)
        if self.depth > MAX_SVG_DEPTH:
            message = f"more than {MAX_SVG_DEPTH} elements inside each other"
            raise _UnusableError(Problem(self.file, *self.place, "too-deep", message, "draw it flatter"))
        if self.style is not None:
            self.refuse(f"<{element}> stands inside <style>", self.style_place)
        if namespace == _XHTML or element.lower() in _ACTIVE:
            self.refuse(f"<{element}> could run in the reader's browser")
        if element.lower() == "style":
            self.style, self.style_place = [], self.place
        for key, value in attributes.items():
            for message in _faults_of_attribute(key, value):
                self.refuse(f"<{element}> {message}")

    def begin(self, namespace: str, element: str, attributes: dict[str, str]) -> None:
        self.root = attributes
        if element != "svg":
            message = f"this is not an SVG: it starts with <{element}>"
            raise _UnusableError(Problem(self.file, *self.place, "picture-broken", message, "export it again"))
        if namespace != _SVG:
            hint = f'add xmlns="{_SVG}" to the svg element'
            message = "this is not an SVG for a browser: its namespace is missing"
            raise _UnusableError(Problem(self.file, *self.place, "picture-broken", message, hint))

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.style is not None and name.rpartition(" ")[2].lower() == "style":
            if _reaches_out("".join(self.style)):
                self.refuse("<style> asks for something from outside this file", self.style_place)
            self.style = None

    def characters(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def document_type(self, *_: object) -> None:
        # The parser has passed it by the time it tells.
        passed = self.text.encode()[: self.parser.CurrentByteIndex].decode()
        place = line_and_column(passed, max(0, passed.rfind("<!DOCTYPE")))
        message = "<!DOCTYPE> could define entities and pull in other files"
        raise _UnusableError(Problem(self.file, *place, "svg-script", message, "delete it; SVG needs none"))

    def instruction(self, target: str, _data: str) -> None:
        if target.lower() == "xml-stylesheet":
            self.refuse("<?xml-stylesheet?> asks for something from outside this file")


def _faults_of_attribute(name: str, value: str) -> Iterator[str]:
    namespace, _, attribute = name.rpartition(" ")
    attribute = attribute.lower()
    if namespace not in {"", _SVG, _XLINK, _XML}:
        return
    address = _IGNORED_IN_URLS.sub("", value)
    if not namespace and attribute.startswith("on"):
        yield f"has the event handler '{attribute}'"
    if attribute in _LINKS and _INSIDE.match(address) is None:
        yield f"leads out of this file with '{attribute}'"
    elif _SCRIPT_URL.search(address):
        yield f"has a script in '{attribute}'"
    elif _reaches_out(value):
        yield f"asks for something from outside this file in '{attribute}'"
    if attribute == "attributename" and _is_dangerous_target(value):
        yield f"changes '{value.strip()}' while it is shown"
    if namespace == _XML and attribute == "base":
        yield "moves its links elsewhere with 'xml:base'"


def _is_dangerous_target(name: str) -> bool:
    target = name.strip().rpartition(":")[2].lower()
    return target in _LINKS or target.startswith("on")


def _reaches_out(css: str) -> bool:
    return _CSS_OUTSIDE.search(_CSS_ESCAPE.sub(_unescaped, css)) is not None


def _unescaped(escape: re.Match[str]) -> str:
    number = int(escape[1], 16) if escape[1] else None
    if number is None:
        return escape[2]
    return chr(number) if number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"


def _size(root: dict[str, str]) -> tuple[float, float] | None:
    """Width and height as browsers take them: a side that is missing or relative follows from the viewBox."""
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if width is not None and height is not None:
        return width, height
    box = [_pixels(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:4]]
    if len(box) != 2 or not box[0] or not box[1]:
        return None
    if width is not None:
        return width, width * box[1] / box[0]
    if height is not None:
        return height * box[0] / box[1], height
    return box[0], box[1]


def _pixels(length: str) -> float | None:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _PIXELS[(match[2] or "").lower()] if match else None
