"""What a picture file really is: its kind and size, read from its bytes.

Owns which pictures an archive may hold, and that each is what its name says. Reads headers and walks boxes
and markers; decodes no picture. Does not know who uses a picture, and writes none.
"""

import hashlib
import re
import struct
from collections.abc import Callable, Iterator
from typing import Final, Literal, get_args

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.snapshot import File
from ipsegen.load.text import decode

Kind = Literal["png", "jpeg", "gif", "webp", "avif", "svg"]

MAX_SIDE: Final = 20_000
MAX_SVG_BYTES: Final = 256 * 1024
_MAX_PIECES: Final = 10_000
"""More markers or boxes than any camera or program writes: a file of them alone would take long to walk."""

_ENDINGS: Final[dict[str, Kind]] = {"jpg": "jpeg", **{kind: kind for kind in get_args(Kind)}}
_FOREIGN: Final = (
    (re.compile(rb"....ftyp(?:heic|heix|hevc|mif1|msf1)", re.DOTALL), "HEIC"),
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF"),
    (re.compile(rb"BM....\0\0\0\0", re.DOTALL), "BMP"),
    (re.compile(rb"%PDF-"), "PDF"),
)
_SVG_START: Final = re.compile(rb"<(?:[\w-]+:)?svg[\s/>]")
_HTML_START: Final = re.compile(rb"<(?:!doctype\s+)?html", re.IGNORECASE)
_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_END: Final = b"IEND\xaeB`\x82"
_EXPORT: Final = "export the picture again"


class Picture(msgspec.Struct, frozen=True):
    """A picture that is what its name says. Width and height are in pixels, for SVG those of CSS."""

    path: str
    kind: Kind
    width: int
    height: int
    sha256: str
    size: int


class _BrokenError(Exception):
    """A header that says too little, or what cannot be."""


def inspect_picture(file: File) -> Picture | list[Problem]:
    """Tell what picture `file` is, or all that is wrong with it."""
    ending = file.path.rpartition("/")[2].rpartition(".")[2].lower()
    named = _ENDINGS.get(ending)
    if named is None or not file.path.lower().endswith(f".{ending}"):
        known = ", ".join(f".{known}" for known in sorted(_ENDINGS))
        return _fault(file, "unexpected-file", "this is not a kind of picture that is shown here", f"use {known}")
    found = _kind_of(file.data)
    if found != named:
        return _wrong_kind(file, ending, named, found)
    if named == "svg":
        return _svg(file)
    try:
        width, height = _MEASURES[named](file.data)
    except (_BrokenError, struct.error, IndexError) as error:
        reason = str(error) if isinstance(error, _BrokenError) else "its header is cut off"
        return _fault(file, "picture-broken", f"this {_label(named)} is broken: {reason}", _EXPORT)
    return _picture(file, named, width, height)


def _picture(file: File, kind: Kind, width: float, height: float) -> Picture | list[Problem]:
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        message = f"this picture is {width:.15g} × {height:.15g} pixels"
        return _fault(file, "picture-broken", message, f"each side has from 1 to {MAX_SIDE:,} pixels")
    sides = max(1, round(width)), max(1, round(height))
    return Picture(file.path, kind, *sides, hashlib.sha256(file.data).hexdigest(), len(file.data))


def _svg(file: File) -> Picture | list[Problem]:
    # Here and not above: with its parser of XML it is half of this module, and few archives have such pictures.
    from ipsegen.load.svg import measure_svg

    if len(file.data) > MAX_SVG_BYTES:
        message = f"this SVG is larger than {MAX_SVG_BYTES // 1024} KiB"
        return _fault(file, "file-too-large", message, "simplify the drawing, or use a PNG")
    text = decode(file.path, file.data)
    if isinstance(text, Problem):
        return [text]
    size = measure_svg(file.path, text)
    return size if isinstance(size, list) else _picture(file, "svg", *size)


def _fault(file: File, code: str, message: str, hint: str) -> list[Problem]:
    return [Problem(file.path, 1, 1, code, message, hint)]


def _wrong_kind(file: File, ending: str, named: Kind, found: str) -> list[Problem]:
    if found not in _MEASURES and found != "svg":
        content = f"is {_label(found)}" if found else "is no picture at all"
        return _fault(
            file, "picture-kind", f"the name says {_label(named)}, the content {content}",
            f"export the picture as {_label(named)}",
        )  # fmt: skip
    stem = file.path.rpartition("/")[2][: -len(ending) - 1]
    hint = f"rename it to {stem}.{'jpg' if found == 'jpeg' else found}, or export it again"
    return _fault(file, "picture-kind", f"the name says {_label(named)}, the content is {_label(found)}", hint)


def _label(kind: str) -> str:
    return {"webp": "WebP"}.get(kind, kind.upper())


def _kind_of(data: bytes) -> str:
    """Name the kind by how the file starts; in capitals if it is not shown here; nothing for no picture."""
    if data.startswith(_PNG_START):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and _is_avif(data):
        return "avif"
    foreign = next((name for pattern, name in _FOREIGN if pattern.match(data)), "")
    return foreign or ("svg" if _looks_like_svg(data) else "")


def _is_avif(data: bytes) -> bool:
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[start : start + 4] for start in range(16, end, 4))]
    return b"avif" in brands or b"avis" in brands


def _looks_like_svg(data: bytes) -> bool:
    # Without its NULs UTF-16 looks like UTF-8; the right word about it is said when it is decoded.
    start = data[:MAX_SVG_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<") and not _HTML_START.match(start) and bool(_SVG_START.search(start))


def _png(data: bytes) -> tuple[int, int]:
    length, name, width, height = struct.unpack_from(">I4sII", data, len(_PNG_START))
    if (length, name) != (13, b"IHDR"):
        message = "it does not start with its header"
        raise _BrokenError(message)
    if data.find(_PNG_END, 33) < 0:
        message = "its end is missing"
        raise _BrokenError(message)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    if data.find(b"\0;", 13) < 0:
        message = "its end is missing"
        raise _BrokenError(message)
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    for _ in range(_MAX_PIECES):
        if data[position] != 0xFF:
            break
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            if data.find(b"\xff\xd9", position + 9) < 0:
                message = "its end is missing"
                raise _BrokenError(message)
            return width, height
        elif marker in _JPEG_LONE:
            position += 2
        elif marker in _JPEG_ENDS:
            break
        else:
            position += 2 + max(2, int.from_bytes(data[position + 2 : position + 4], "big"))
    message = "it does not say how large it is"
    raise _BrokenError(message)


_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_LONE: Final = frozenset(range(0xD0, 0xD8)) | {0x01}
_JPEG_ENDS: Final = frozenset({0xD8, 0xD9, 0xDA})


def _webp(data: bytes) -> tuple[int, int]:
    if int.from_bytes(data[4:8], "little") + 8 > len(data) + 1:
        message = "its end is missing"
        raise _BrokenError(message)
    kind, head = data[12:16], data[20:30]
    if kind == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 6)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and head[:1] == b"\x2f":
        (bits,) = struct.unpack_from("<I", head, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X" and len(head) == 10:
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    message = "it does not start with a picture"
    raise _BrokenError(message)


def _avif(data: bytes) -> tuple[int, int]:
    """Take the largest size named: alpha planes and tiles name their own, none larger than the whole."""
    sizes = [
        struct.unpack_from(">II", data, start + 4)
        for meta, end in _boxes(data, 0, len(data), b"meta")
        for iprp in _boxes(data, meta + 4, end, b"iprp")
        for ipco in _boxes(data, *iprp, b"ipco")
        for start, _ in _boxes(data, *ipco, b"ispe")
    ]
    if not sizes:
        message = "it does not say how large it is"
        raise _BrokenError(message)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height


def _boxes(data: bytes, start: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the content of each box called `wanted` starts and ends (ISO 14496-12, 4.2)."""
    for _ in range(_MAX_PIECES):
        if start + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", data, start)
        content = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, content)
            content += 8
        stop = end if size == 0 else start + size
        if stop > end or stop < content:
            message = "a part of it is missing"
            raise _BrokenError(message)
        if name == wanted:
            yield content, stop
        start = stop


_MEASURES: Final[dict[str, Callable[[bytes], tuple[int, int]]]] = {
    "png": _png, "gif": _gif, "jpeg": _jpeg, "webp": _webp, "avif": _avif,
}  # fmt: skip
