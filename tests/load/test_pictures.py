"""What a picture file really is, told from bytes made by hand."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.load.pictures import Picture, inspect_picture
from ipsegen.load.snapshot import File

SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"'


def check(
    name: str,
    data: bytes,
    *,
    size: tuple[int, int] | None = None,
    code: str = "",
    at: tuple[int, int] = (1, 1),
) -> Problem | None:
    """Either `data` is a picture of `size`, or its first problem has `code` and stands `at` a place."""
    path = f"content/media/{name}"
    found = inspect_picture(File(path, data))
    if size is not None:
        assert isinstance(found, Picture), found
        assert (found.path, found.width, found.height) == (path, *size)
        return None
    assert isinstance(found, list), found
    assert (found[0].code, found[0].line, found[0].column) == (code, *at)
    assert found[0].file == path
    return found[0]


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" * (min(width, 50) + 1)) * min(height, 50))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(width: int, height: int, frame: int = 0xC0, before: bytes = b"") -> bytes:
    segment = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HBBBBBB", 8, 1, 1, 0, 0, 63, 0) + b"\x12\x34"
    app0 = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    return b"\xff\xd8" + app0 + before + bytes([0xFF, frame]) + segment + scan + b"\xff\xd9"


def gif(width: int, height: int) -> bytes:
    screen = struct.pack("<HHBBB", width, height, 0, 0, 0)
    image = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\0"
    return b"GIF89a" + screen + image + b";"


def webp(name: bytes, data: bytes) -> bytes:
    chunk = name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def lossy_webp(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", width | 0x4000, height) + b"\0" * 4)


def lossless_webp(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + b"\0" * 6)


def extended_webp(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", b"\x10\0\0\0" + sides)


def box(name: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return struct.pack(">I", 8 + len(data)) + name + data


def avif(width: int, height: int, brand: bytes = b"avif") -> bytes:
    def ispe(*size: int) -> bytes:
        return box(b"ispe", b"\0" * 4, struct.pack(">II", *size))

    properties = box(b"iprp", box(b"ipco", ispe(width // 2, height // 2), ispe(width, height)))
    meta = box(b"meta", b"\0" * 4, box(b"hdlr", b"\0" * 4), properties)
    return box(b"ftyp", b"mif1", b"\0" * 4, b"mif1", brand) + meta + box(b"mdat", b"pixels")


def svg(inside: str = "", attributes: str = SVG) -> bytes:
    return f"<svg {attributes}>\n{inside}\n</svg>\n".encode()


PICTURES = {
    "a.png": png(40, 30),
    "a.jpg": jpeg(40, 30),
    "a.jpeg": jpeg(40, 30, frame=0xC2),
    "a.gif": gif(40, 30),
    "a.webp": lossy_webp(40, 30),
    "b.webp": lossless_webp(40, 30),
    "c.webp": extended_webp(40, 30),
    "a.avif": avif(40, 30),
    "b.avif": avif(40, 30, brand=b"avis"),
    "a.svg": svg('<path d="M0 0h1"/>'),
}


@pytest.mark.parametrize(("name", "data"), PICTURES.items())
def test_each_kind_tells_its_size(name: str, data: bytes) -> None:
    check(name, data, size=(40, 30))


def test_a_picture_knows_its_kind_digest_and_weight() -> None:
    found = inspect_picture(File("content/media/x.JPG", jpeg(3, 2)))
    assert isinstance(found, Picture)
    assert (found.kind, found.size, len(found.sha256)) == ("jpeg", len(jpeg(3, 2)), 64)


def test_a_thumbnail_inside_a_jpeg_is_not_its_size() -> None:
    thumbnail = jpeg(8, 8)
    exif = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    check("a.jpg", jpeg(40, 30, before=exif + b"\xff\xff\x01\xff\xd0"), size=(40, 30))


@pytest.mark.parametrize("name", ["a.tiff", "a.txt", "png", "a", "a.png.exe"])
def test_other_endings_are_unexpected(name: str) -> None:
    check(name, png(1, 1), code="unexpected-file")


def test_what_is_named_otherwise_is_named_with_both_kinds() -> None:
    problem = check("minister.png", jpeg(4, 3), code="picture-kind")
    assert problem is not None
    assert (problem.message, problem.hint) == (
        "the name says PNG, the content is JPEG",
        "rename it to minister.jpg, or export it again",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no picture at all"),
        (b"\0" * 100, "no picture at all"),
        (b"<!DOCTYPE html><html><svg></svg></html>", "no picture at all"),
        (b"MZ\x90\0 a program", "no picture at all"),
        (box(b"ftyp", b"heic", b"\0" * 4, b"mif1heic") + b"\0" * 20, "is HEIC"),
        (b"II*\0\x08\0\0\0", "is TIFF"),
        (b"BM\x46\0\0\0\0\0\0\0\x36", "is BMP"),
        (b"%PDF-1.7\n", "is PDF"),
        (svg(), "is SVG"),
        (lossy_webp(1, 1), "is WebP"),
    ],
)
def test_content_that_is_no_png(data: bytes, said: str) -> None:
    problem = check("a.png", data, code="picture-kind")
    assert problem is not None
    assert said in problem.message


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", png(0, 30)),
        ("a.png", png(40, 20_001)),
        ("a.png", png(2**32 - 1, 2**31)),
        ("a.png", png(40, 30)[:20]),
        ("a.png", png(40, 30)[:-9]),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("a.jpg", jpeg(0, 30)),
        ("a.jpg", jpeg(40, 30)[:25]),
        ("a.jpg", jpeg(40, 30)[:-1]),
        ("a.jpg", b"\xff\xd8\xff\xda\0\x02"),
        ("a.jpg", b"\xff\xd8\xff" + b"\xff" * 30_000),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\0junk"),
        ("a.gif", gif(40, 0)),
        ("a.gif", gif(40, 30)[:8]),
        ("a.gif", gif(40, 30)[:-1]),
        ("a.webp", lossy_webp(0, 30)),
        ("a.webp", lossy_webp(40, 30)[:-4]),
        ("a.webp", webp(b"ALPH", b"\0" * 12)),
        ("a.webp", webp(b"VP8X", b"\0")),
        ("a.avif", avif(40, 0)),
        ("a.avif", avif(40, 30)[:-3]),
        ("a.avif", box(b"ftyp", b"avif", b"\0" * 4)),
        ("a.avif", box(b"ftyp", b"avif", b"\0" * 4) + b"\0\0\0\x03meta" * 3),
        ("a.avif", box(b"ftyp", b"avif", b"\0" * 4) + b"\0\0\0\x01meta" + b"\xff" * 8),
    ],
)
def test_broken_and_absurd_headers(name: str, data: bytes) -> None:
    check(name, data, code="picture-broken")


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30)),
        ('width=" 40px " height="3e1"', (40, 30)),
        ('width="1in" height="25.4mm"', (96, 96)),
        ('width="100%" height="100%" viewBox="0 0 40 30"', (40, 30)),
        ('width="80" viewBox="-5,-5 40 30"', (80, 60)),
        ('height="15" viewBox="0 0 40 30"', (20, 15)),
        ('width="0.3" height="0.2"', (1, 1)),
    ],
)
def test_the_size_of_an_svg(attributes: str, size: tuple[int, int]) -> None:
    check("a.svg", svg(attributes=f'xmlns="http://www.w3.org/2000/svg" {attributes}'), size=size)


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'width="40"',
        'viewBox="0 0 a b"',
        'width="5" viewBox="0 0 0 0"',
        'width="0" height="30"',
        'width="1e999" height="30"',
        'width="20001" height="1"',
        'viewBox="0 0 40 30" width="-1" height="-1" viewbox="1"><g',
    ],
)
def test_an_svg_without_a_sound_size(attributes: str) -> None:
    found = inspect_picture(File("a.svg", svg(attributes=f'xmlns="http://www.w3.org/2000/svg" {attributes}')))
    assert isinstance(found, list)
    assert {problem.code for problem in found} == {"picture-broken"}


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<s:script xmlns:s="http://www.w3.org/2000/svg"/>',
        "<SCRIPT/>",
        '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml"/>',
        '<h:b xmlns:h="http://www.w3.org/1999/xhtml"/>',
        "<foreignObject/>",
        '<rect onload="x()"/>',
        '<rect ONCLICK="x()"/>',
        '<a href="javascript:x()"/>',
        '<a href=" java&#10;script&#58;x()"/>',
        '<a href="https://example.org/"/>',
        '<a xmlns:x="http://www.w3.org/1999/xlink" x:href="//example.org/"/>',
        '<use href="other.svg#a"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<image href="data:text/html,x"/>',
        '<set attributeName="href" to="#x"/>',
        '<animate attributeName="xlink:href" values="#a"/>',
        '<set attributeName=" onclick" to="x"/>',
        '<set attributeName="x" to="a;javascript:x()"/>',
        "<style>@import 'https://example.org/a.css';</style>",
        "<style><![CDATA[@im]]><![CDATA[port 'a.css';]]></style>",
        "<style>a{fill:url(https://example.org/a)}</style>",
        "<style>a{fill:u\\72 l( 'a.png')}</style>",
        "<style>a{background:image-set('a.png' 1x)}</style>",
        "<style>@im<x/>port</style>",
        '<rect style="fill:url(//example.org/a)"/>',
        '<rect fill="url(a.svg#b)"/>',
        '<g xml:base="https://example.org/"/>',
        "<?xml-stylesheet href='a.css'?>",
    ],
)
def test_what_could_run_or_reach_out_is_refused_where_it_stands(inside: str) -> None:
    check("a.svg", svg(f"  {inside}"), code="svg-script", at=(2, 3))


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#a"/><image href="data:image/png;base64,AAAA"/>',
        '<rect fill="url(#a)" style="fill:url(&quot;#a&quot;)"/>',
        "<style>rect{fill:red} /* url(#a) */ @important {}</style>",
        '<x:meta xmlns:x="urn:editor" x:onload="1" x:href="http://example.org/"/>',
        '<animate attributeName="opacity" values="0;1"/>',
        '<text aria-label="one on two">on 5 &lt; 6: script</text>',
        '<a href=""/><?xpacket begin?>',
    ],
)
def test_what_only_draws_is_shown(inside: str) -> None:
    check("a.svg", svg(inside), size=(40, 30))


def test_every_fault_of_an_svg_is_told_at_once_in_code_points() -> None:
    found = inspect_picture(File("a.svg", svg("<text>日本語</text><script/>\n<g onload='x'/>")))
    assert isinstance(found, list)
    assert [(problem.line, problem.column) for problem in found] == [(2, 17), (3, 1)]


@pytest.mark.parametrize(
    ("before", "at"),
    [
        ("<!DOCTYPE svg>", (1, 1)),
        ('<?xml version="1.0"?>\n<!DOCTYPE svg SYSTEM "file:///etc/passwd">', (2, 1)),
        ('<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', (1, 1)),
    ],
)
def test_document_types_are_refused_unread(before: str, at: tuple[int, int]) -> None:
    check("a.svg", before.encode() + svg(), code="svg-script", at=at)


def test_an_svg_is_small_shallow_and_whole() -> None:
    check("a.svg", svg(" " * 256 * 1024), code="file-too-large")
    check("a.svg", svg("<g>" * 50_000), code="too-deep", at=(2, 298))
    check("a.svg", svg("<g>"), code="picture-broken", at=(3, 3))
    check("a.svg", svg("&unknown;"), code="picture-broken", at=(2, 1))
    check("a.svg", b"<svg width='1' height='1'/>", code="picture-broken")
    check("a.svg", b"<page><svg/></page>", code="picture-broken")


@pytest.mark.parametrize("attribute", ["width", "viewBox", "style", "href", "fill"])
@pytest.mark.parametrize("filling", ["1", " ", "url(", "url(    ", "\\", "1e", ".", "java&#10;"])
def test_long_values_are_judged_in_a_moment(attribute: str, filling: str) -> None:
    value = filling * (200_000 // len(filling))
    attributes = f'xmlns="http://www.w3.org/2000/svg" height="1" {attribute}="{value}x"'
    assert isinstance(inspect_picture(File("a.svg", svg(attributes=attributes))), list)


def test_faults_without_number_end_the_reading() -> None:
    found = inspect_picture(File("a.svg", svg("<script/>" * 20_000)))
    assert isinstance(found, list)
    assert len(found) == 101
    assert found[-1].code == "too-many-problems"


def test_an_svg_is_utf_8() -> None:
    check("a.svg", svg("<text>Ministre</text>").replace(b"istre", b"\xe8re"), code="not-utf-8", at=(2, 10))
    check("a.svg", svg().decode().encode("utf-16"), code="not-utf-8")
    check("a.svg", b"\xef\xbb\xbf" + svg().replace(b"\n", b"\r\n"), size=(40, 30))


@settings(deadline=None)
@given(st.sampled_from(sorted(PICTURES)), st.binary(max_size=200))
def test_random_bytes_never_raise(name: str, data: bytes) -> None:
    assert isinstance(inspect_picture(File(name, data)), Picture | list)


@settings(deadline=None)
@given(st.sampled_from(sorted(PICTURES)), st.data())
def test_truncated_and_flipped_pictures_never_raise(name: str, draw: st.DataObject) -> None:
    data = bytearray(PICTURES[name])
    for _ in range(draw.draw(st.integers(0, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = bytes(data[: draw.draw(st.integers(0, len(data)))])
    found = inspect_picture(File(name, cut))
    assert isinstance(found, Picture) or (found and all(problem.is_error for problem in found))
