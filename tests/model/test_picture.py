"""Pictures as records name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.load.nodes import Scalar
from ipsegen.model.picture import Image, MediaPath
from ipsegen.model.reading import Reader
from ipsegen.model.subjects import Author
from tests.model.builders import node, places, read, record


def path(value: str) -> tuple[str | None, Reader]:
    reader = Reader("content/authors/x.yaml")
    return MediaPath().read(node(value), reader), reader


@pytest.mark.parametrize("value", ["rutte.jpg", "portraits/rutte.jpg", "2024/10/a b.webp", "Žižek.png", "..a/b"])
def test_a_path_starts_below_the_folder_of_pictures(value: str) -> None:
    found, reader = path(value)
    assert (found, reader.problems) == (value, [])


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("/etc/passwd", "write it as portraits/rutte.jpg"),
        ("../site.yaml", "write it as portraits/rutte.jpg"),
        ("portraits/../../site.yaml", "write it as portraits/rutte.jpg"),
        ("portraits/./rutte.jpg", "write it as portraits/rutte.jpg"),
        ("portraits//rutte.jpg", "write it as portraits/rutte.jpg"),
        ("portraits/", "write it as portraits/rutte.jpg"),
        ("portraits%2frutte.jpg", "write it as portraits/rutte.jpg"),
        ("%2e%2e/site.yaml", "write it as portraits/rutte.jpg"),
        ("portraits\\rutte.jpg", "write it as portraits/rutte.jpg"),
        ("media/rutte.jpg", "write rutte.jpg"),
        ("content/media/rutte.jpg", "write rutte.jpg"),
        ("content/media/../site.yaml", "write it as portraits/rutte.jpg"),
        ("https://evil.example/x.jpg", "write it as portraits/rutte.jpg"),
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(value: str, hint: str) -> None:
    _, reader = path(f"'{value}'")
    assert places(reader.problems) == [(1, 6, "bad-path")]
    assert reader.problems[0].hint == hint


@given(st.text(alphabet="a./\\%é ", min_size=1, max_size=20))
def test_no_path_leaves_the_folder(text: str) -> None:
    found = MediaPath().read(Scalar(text, 1, 1, "double"), Reader("x.yaml"))
    if found is not None:
        assert not {"", ".", ".."} & set(found.split("/"))
        assert not set(found) & set("\\%")


def test_a_picture_has_what_must_be_said_about_it() -> None:
    text = "name: A\nimage: {file: a.jpg, alt: A man, credit: NATO, licence: CC0, url: https://nato.example/}\n"
    found = record(Author, "content/authors/x.yaml", text).image
    assert found == Image("a.jpg", "A man", "", "NATO", "CC0", "https://nato.example/")


def test_a_path_alone_is_no_picture() -> None:
    _, problems = read("content/authors/x.yaml", "name: A\nimage: a.jpg\n")
    assert places(problems) == [(2, 8, "wrong-type")]
    assert problems[0].hint == "write {file: …}"
