"""Share pictures that were made before: whole, or as good as not there."""

from pathlib import Path

import pytest

from ipsegen.write.pictures import Pictures

NAME = "ab" * 32


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    found = Pictures(tmp_path)
    found.put(NAME, b"a picture")
    return found


def test_a_picture_is_found_again(pictures: Pictures) -> None:
    assert pictures.get(NAME) == b"a picture"
    assert pictures.get("cd" * 32) is None


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 41])
def test_a_damaged_picture_is_as_good_as_not_there(damage: bytes, pictures: Pictures) -> None:
    (pictures.folder / NAME).write_bytes(damage)
    assert pictures.get(NAME) is None


def test_what_is_not_kept_is_forgotten(pictures: Pictures) -> None:
    pictures.put("other", b"another")
    (pictures.folder / ".ipsegen-1-2.tmp").write_bytes(b"left by a kill")
    pictures.keep_only([NAME])
    assert [path.name for path in pictures.folder.iterdir()] == [NAME]
