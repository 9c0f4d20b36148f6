"""What content/ holds: files of records, and pictures as what they are."""

import struct
import zlib
from pathlib import Path

from ipsegen.diagnostics import Problem
from ipsegen.load.content import Content, is_media, read_content, read_picture
from ipsegen.load.pictures import Picture


def png(width: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" + b"\0" * width)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def site(root: Path, **files: bytes) -> Content:
    for name, data in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return read_content(root)


def picture(content: Content, path: str) -> Picture:
    return content.pictures[path]


def test_pictures_lie_in_their_folder() -> None:
    assert is_media("content/media/portraits/rutte.jpg")
    assert not is_media("content/mediaeval/x.yaml")


def test_records_keep_their_bytes_and_pictures_their_size(tmp_path: Path) -> None:
    content = site(tmp_path, **{"site.yaml": b"title: A\n", "media/portraits/a.png": png(3)})
    assert content.get("content/site.yaml") == b"title: A\n"
    assert content.get("content/media/portraits/a.png") is None
    assert (picture(content, "portraits/a.png").width, content.count) == (3, 2)


def test_a_picture_that_is_none_is_a_problem(tmp_path: Path) -> None:
    content = site(tmp_path, **{"media/a.png": b"no picture"})
    assert not content.pictures
    assert [(problem.file, problem.code) for problem in content.problems] == [("content/media/a.png", "picture-kind")]


def test_the_bytes_of_a_picture_are_read_again_when_they_are_written(tmp_path: Path) -> None:
    content = site(tmp_path, **{"media/a.png": png(3)})
    assert read_picture(tmp_path, picture(content, "a.png")) == png(3)


def test_a_picture_that_changed_meanwhile_is_not_published(tmp_path: Path) -> None:
    content = site(tmp_path, **{"media/a.png": png(3)})
    (tmp_path / "content/media/a.png").write_bytes(png(4))
    found = read_picture(tmp_path, picture(content, "a.png"))
    assert isinstance(found, Problem)
    assert found.code == "changed-file"


def test_a_picture_that_vanished_meanwhile_is_not_published(tmp_path: Path) -> None:
    content = site(tmp_path, **{"media/a.png": png(3)})
    (tmp_path / "content/media/a.png").unlink()
    found = read_picture(tmp_path, picture(content, "a.png"))
    assert isinstance(found, Problem)
    assert found.code == "changed-file"
