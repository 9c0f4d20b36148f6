"""The names of assets: an address takes them as they are, and no two files share one."""

import re
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec
import pytest

from ipsegen.load.pictures import Picture
from ipsegen.plan.assets import make_assets, picture_file
from ipsegen.plan.edition import Edition
from tests.model.builders import archive

PLAIN = re.compile(r"assets/(?P<stem>[a-z0-9]+(-[a-z0-9]+)*)\.[0-9a-f]{10}(?P<ending>\.[a-z0-9-]+)?")
STRANGE = ["a#b", "c?d", "e f", "g%41", 'h"i', "j&k", "l;m", "n'o", "p<q>"]


def picture(path: str, sha256: str = "ab" * 32) -> Picture:
    return Picture(f"content/media/{path}", "png", 1, 1, sha256, 1)


@pytest.mark.parametrize(
    ("name", "stem", "ending"),
    [
        ("claire.png", "claire", ".png"),
        ("people/claire.png", "claire", ".png"),
        ("Élodie Muette.JPG", "elodie-muette", ".jpg"),
        ("фото.png", "picture", ".png"),
        ("#.png", "picture", ".png"),
        ("a.b.png", "a-b", ".png"),
        *((f"{name}.png", f"{name[0]}-{name[2:].strip('<>').lower()}", ".png") for name in STRANGE),
    ],
)
def test_the_name_of_a_picture_needs_no_escapes(name: str, stem: str, ending: str) -> None:
    path = picture_file(picture(name))
    found = PLAIN.fullmatch(path)
    assert found is not None, path
    assert (found["stem"], found["ending"]) == (stem, ending)
    assert quote(path) == path


def test_a_picture_has_another_name_when_it_changes_or_is_another_file() -> None:
    names = [picture("a b.png"), picture("a-b.png"), picture("x/a-b.png"), picture("a-b.png", "cd" * 32)]
    assert len({picture_file(name) for name in names}) == len(names)
    assert picture_file(picture("a b.png")) == picture_file(picture("a b.png"))


def test_a_long_name_stays_within_what_file_systems_take() -> None:
    assert len(picture_file(picture(f"{'x' * 240}.png"))) < 120


def test_a_page_leads_to_the_picture() -> None:
    made = archive({"authors/ada.yaml": "name: Ada\nimage: {file: 'a#b.png', alt: Ada, credit: Me, licence: CC0}\n"})
    made = msgspec.structs.replace(made, pictures={"a#b.png": picture("a#b.png")})
    edition = Edition(made, datetime(2025, 1, 21, tzinfo=UTC), "https://ipse.example/archive/")
    figure = edition.figure(made.authors["ada"].image)
    assert figure is not None
    assert figure.url == f"/archive/{picture_file(picture('a#b.png'))}"


@pytest.mark.parametrize("name", [*(f"{name}.woff2" for name in STRANGE), "x.a#b", "no-ending", "ß/ü.css", "я"])
def test_the_name_of_an_asset_needs_no_escapes(name: str) -> None:
    path = make_assets({name: b"x"})[name].path
    assert PLAIN.fullmatch(path), path


def test_folders_become_part_of_the_name() -> None:
    path = make_assets({"fonts/Newsreader_Italic.woff2": b"x"})["fonts/Newsreader_Italic.woff2"].path
    assert path.startswith("assets/fonts-newsreader-italic.")
    assert path.endswith(".woff2")


def test_assets_alike_in_all_but_name_are_two_files() -> None:
    paths = {asset.path for asset in make_assets({"a b.txt": b"", "a-b.txt": b"", "a/b.txt": b""}).values()}
    assert len(paths) == 3


def test_a_style_sheet_names_what_it_refers_to_and_changes_with_it() -> None:
    before, after = (
        make_assets({"site.css": b"@font-face { src: url('fonts/a b.woff2') }", "fonts/a b.woff2": data})
        for data in (b"1", b"2")
    )
    assert b"url(fonts-a-b." in before["site.css"].data
    assert before["fonts/a b.woff2"].path.removeprefix("assets/").encode() in before["site.css"].data
    assert before["site.css"].path != after["site.css"].path


def test_a_script_that_is_not_joined_imports_others_by_their_hashed_names_and_changes_with_them() -> None:
    files = {"a.js": b'import b from "./b.js";\nimport("./c.js");', "b.js": b"import c from './c.js'", "c.js": b"1"}
    before, after = make_assets(files), make_assets({**files, "c.js": b"2"})
    assert {asset.path for asset in before.values()}.isdisjoint(asset.path for asset in after.values())
    for name in ("b", "c"):
        assert before[f"{name}.js"].path.removeprefix("assets/").encode() in before["a.js"].data
    assert b"./b.js" not in before["a.js"].data


def test_a_script_that_is_joined_changes_with_what_is_in_it() -> None:
    files = {"a.js": b'import { b } from "./b.js";', "b.js": b"export const b = 1;"}
    before, after = make_assets(files), make_assets({**files, "b.js": b"export const b = 2;"})
    assert before["a.js"].path != after["a.js"].path
    assert before["a.js"].integrity != after["a.js"].integrity
    assert make_assets({"a.css": b""})["a.css"].integrity == ""


def test_the_import_that_closes_a_circle_is_left_as_it_is() -> None:
    assets = make_assets({"a.js": b'import "./b.js"', "b.js": b'import "./a.js"'})
    assert assets["b.js"].data == b'import "./a.js"'
    assert assets["a.js"].data != b'import "./b.js"'
