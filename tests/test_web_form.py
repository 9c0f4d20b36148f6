"""`ipsegen init --cms`: a form in `admin/`, which is published with the site and stands alone in its policy."""

import json
import os
from pathlib import Path
from typing import Final

import pytest

from tests.command import NOW, SITE, contents, run, write

SVELTIA: Final = Path(__file__).parent / "node" / "node_modules" / "@sveltia" / "cms"
FORM: Final = {"admin/config.yml", "admin/collections.json", "admin/index.html", "admin/start.js"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SITE)


def with_form(root: Path) -> Path:
    assert run("init", "--cms", root=root).status == 0
    return root


def built(root: Path) -> Path:
    result = run("build", "--strict", "--now", NOW, root=root)
    assert result.status == 0, result.err
    return root / "output"


def manifest(output: Path) -> set[str]:
    return {path for path in json.loads((output / "manifest.json").read_text())["files"] if path.startswith("admin/")}


def test_a_site_that_is_there_gets_the_form_and_nothing_else(root: Path) -> None:
    before = set(contents(root))
    result = run("init", "--cms", root=root)
    new = set(contents(root)) - before
    assert {str(root / path) for path in new} == set(result.out.splitlines())
    assert {path for path in new if "/sveltia/" not in path} == FORM
    again = run("init", "--cms", root=root)
    assert (again.status, again.out) == (2, "")


def test_a_form_is_renewed_around_its_configuration(root: Path) -> None:
    with_form(root)
    files = contents(root / "admin")
    for path in files.keys() - {"config.yml"}:
        (root / "admin" / path).unlink()
    (root / "admin/config.yml").write_text("backend: {name: github, repo: a/b}\n")
    assert set(contents(with_form(root) / "admin")) == set(files)
    assert (root / "admin/config.yml").read_text() == "backend: {name: github, repo: a/b}\n"


def test_a_new_site_can_have_the_form_at_once(tmp_path: Path) -> None:
    assert run("init", "--cms", root=tmp_path).status == 0
    assert (tmp_path / ".gitlab-ci.yml").is_file()
    assert set(contents(tmp_path)) > FORM
    assert run("check", "--strict", root=tmp_path).status == 0


def test_what_is_carried_along_is_what_the_package_holds(root: Path) -> None:
    carried = with_form(root) / "admin/sveltia"
    files = {path.relative_to(carried): path.read_bytes() for path in carried.rglob("*") if path.is_file()}
    assert Path("index.js") in files
    for name, data in files.items():
        assert data == (SVELTIA / ("" if name.name == "LICENSE.txt" else "npm") / name).read_bytes()


@pytest.mark.parametrize(
    ("address", "forge", "name", "asked"),
    [
        ("https://github.com/owner/archive", "github", "owner/archive", "https://api.github.com"),
        ("https://gitlab.com/group/sub/archive.git", "gitlab", "group/sub/archive", "https://gitlab.com"),
        ("https://forge.example/owner/archive", "github", "OWNER/NAME", "https://api.github.com"),
        ("", "github", "OWNER/NAME", "https://api.github.com"),
    ],
)
def test_the_repository_of_the_site_says_who_keeps_the_files(
    address: str, forge: str, name: str, asked: str, root: Path
) -> None:
    if address:
        with (root / "content/site.yaml").open("a") as file:
            file.write(f"repository: {address}\n")
    with_form(root)
    assert f"name: {forge}\n  repo: {name}\n" in (root / "admin/config.yml").read_text()
    assert f"connect-src 'self' blob: data: {asked}\"" in (root / "admin/index.html").read_text()


def test_the_form_is_published_as_it_is_and_goes_when_it_is_gone(root: Path) -> None:
    plain = built(root)
    headers = (plain / "_headers").read_bytes()
    assert manifest(plain) == set()
    output = built(with_form(root))
    published = {path for path in contents(root) if path.startswith("admin/")}
    assert manifest(output) == published
    assert {path: (output / path).read_bytes() for path in published} == {
        path: (root / path).read_bytes() for path in published
    }
    (root / "admin/config.yml").write_text("backend: {name: github, repo: a/b}\n")
    assert (built(root) / "admin/config.yml").read_text() == "backend: {name: github, repo: a/b}\n"
    (root / "admin/config.yml").unlink()
    assert manifest(built(root)) == set()
    assert not (output / "admin").exists()
    assert (output / "_headers").read_bytes() == headers


def test_nobody_is_led_to_the_form(root: Path) -> None:
    output = built(with_form(root))
    assert "admin" not in (output / "sitemap.xml").read_text()
    assert '<meta name="robots" content="noindex">' in (output / "admin/index.html").read_text()
    assert not any('href="/admin' in page.read_text() for page in output.rglob("*.html") if page.parent.name != "admin")


def test_a_folder_of_that_name_without_a_configuration_is_left_alone(root: Path) -> None:
    write(root, {"admin/notes.txt": "mine"})
    assert manifest(built(root)) == set()


def test_links_and_pipes_in_the_form_are_never_opened(root: Path) -> None:
    built(with_form(root))
    (root / "admin/secret").symlink_to("/etc/passwd")
    os.mkfifo(root / "admin/pipe")
    for command in ("check", "build"):
        result = run(command, "--format", "json", "--now", NOW, root=root)
        found = {(one["file"], one["code"]) for one in json.loads(result.out)["diagnostics"]}
        assert found == {("admin/pipe", "not-a-regular-file"), ("admin/secret", "not-a-regular-file")}
        assert result.status == 1
    assert not (root / "output/admin/secret").exists()


def test_a_form_that_is_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"config.yml": "secret"})
    (root / "admin").symlink_to(tmp_path / "elsewhere")
    result = run("build", "--now", NOW, root=root)
    assert result.status == 1
    assert "admin:1:1: error[not-a-regular-file]" in result.err
    assert not (root / "output").exists()


def test_a_page_cannot_stand_where_the_form_does(root: Path) -> None:
    write(root, {"content/pages/admin.md": "---\ntitle: Admin\n---\nText.\n"})
    assert "error[url-collision]" in run("check", "--now", NOW, root=root).out
