"""Pictures and flags that records show, and pictures that none shows."""

from pathlib import Path

import pytest

from ipsegen.model.checks.pictures import FLAGS

from .scenario import check

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'
ALL = "alt: A, credit: B, licence: C"
FLAG_FILES = Path(__file__).parents[3] / "templates/assets/flags"


@pytest.mark.parametrize("folder", ["authors", "entities", "countries", "contexts"])
def test_a_picture_is_there_and_used(folder: str) -> None:
    text = f"image: {{file: a.svg, {ALL}}}"
    check("", media={"a.svg": SVG}, records={folder: {"no": text}})
    check("unknown-picture", f"{folder}/no:1:15", records={folder: {"no": text}})
    check("unused-picture", "media/a.svg:1:1", media={"a.svg": SVG}, records={folder: {"no": ""}})


def test_what_was_probably_meant() -> None:
    authors = {"a": f"image: {{file: portraits/ada.svg, {ALL}}}", "b": f"image: {{file: portraits/ade.svg, {ALL}}}"}
    media = {"portraits/ada.svg": SVG}
    (problem,) = check("unknown-picture", "authors/b:1:15", authors=authors, media=media)
    assert problem.hint == "did you mean 'portraits/ada.svg'?"


def test_a_broken_picture_is_one_fault() -> None:
    check("picture-kind", "media/a.png:1:1", media={"a.png": SVG}, authors={"a": f"image: {{file: a.png, {ALL}}}"})
    check("picture-kind", "media/a.png:1:1", media={"a.png": SVG})


def test_a_file_that_could_not_be_read_may_use_it() -> None:
    check("yaml-syntax", "authors/a:1:7", media={"a.svg": SVG}, authors={"a": "name: A: B"})


@pytest.mark.parametrize("key", ["alt", "credit", "licence"])
def test_what_must_be_said_about_a_picture(key: str) -> None:
    said = ", ".join(part for part in ALL.split(", ") if not part.startswith(key))
    text = f"image: {{caption: D, file: a.svg, {said}}}"
    check(f"picture-without-{key}", "authors/a:1:9", media={"a.svg": SVG}, authors={"a": text})
    unread = f"image: {{file: a.svg, {said}, {key}: [a]}}"
    column = unread.index("[") + 1
    check("wrong-type", f"authors/a:1:{column}", media={"a.svg": SVG}, authors={"a": unread})


def test_the_flags_are_those_of_the_vendored_set() -> None:
    assert {path.stem for path in FLAG_FILES.glob("*.svg")} == FLAGS


@pytest.mark.parametrize("flag", ["eu", "un", "xk", "no"])
def test_a_flag(flag: str) -> None:
    check("", entities={"a": f"flag: {flag}"})


@pytest.mark.parametrize("flag", ["su", "zz", "uk"])
def test_no_flag(flag: str) -> None:
    check("unknown-flag", "entities/a:1:7", entities={"a": f"flag: {flag}"})
