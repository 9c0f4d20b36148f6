"""`ipsegen rename`: what changes, what stays, and what keeps an id from being changed."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ipsegen.build import Order, build
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.model.renaming import Renaming
from ipsegen.rename import rename
from ipsegen.write.atomic import replace_file
from ipsegen.write.create import create_below
from tests.command import COMMAND, QUOTE, SITE, Result, contents, run, write
from tests.incremental import NOW, files_of, picture, small_archive, small_builds, tree_of

ADDRESSED: Final[tuple[Kind, ...]] = ("quote", "author", "entity", "context", "page")
AUTHOR: Final = "content/authors/mark-rutte.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, SITE)


def rename_author(root: Path, old: str = "mark-rutte", new: str = "m-rutte", *more: str) -> Result:
    return run("rename", "author", old, new, *more, root=root)


def test_the_record_its_picture_and_every_reference_are_changed(root: Path) -> None:
    context = "---\ntitle: Troops\r\nlede: '[[author:mark-rutte]]' # mark-rutte\n---\n[[author:mark-rutte]]"
    image = "image: {file: faces/mark-rutte.png, alt: A, credit: B, licence: C}\n"
    write(root, {AUTHOR: SITE[AUTHOR] + image, "content/contexts/troops.md": context})
    face = root / "content/media/faces/mark-rutte.png"
    face.parent.mkdir(parents=True)
    face.write_bytes(picture(8))
    result = rename_author(root)
    assert (result.status, result.out.splitlines()) == (0, [
        "R  content/authors/mark-rutte.yaml -> content/authors/m-rutte.yaml",
        "R  content/media/faces/mark-rutte.png -> content/media/faces/m-rutte.png",
        "M  content/contexts/troops.md",
        f"M  {QUOTE}",
    ])  # fmt: skip
    text = (root / "content/contexts/troops.md").read_bytes()
    assert text == b"---\ntitle: Troops\r\nlede: '[[author:m-rutte]]' # mark-rutte\n---\n[[author:m-rutte]]"
    assert (root / "content/media/faces/m-rutte.png").read_bytes() == picture(8)
    assert not face.exists()
    assert "aliases: [mark-rutte]\n" in (root / "content/authors/m-rutte.yaml").read_text()
    assert run("check", "--strict", "--now", "2025-01-21T18:00:00Z", root=root).status == 0


def test_a_quote_stays_in_its_folder(root: Path) -> None:
    assert run("rename", "quote", Path(QUOTE).stem, "troops", root=root).status == 0
    assert (root / "content/quotes/2024/10/troops.yaml").is_file()


def test_a_source_has_no_address_that_must_live_on(root: Path) -> None:
    write(root, {"content/sources/paper.yaml": "title: Paper\nlocator: 3\n"})
    write(root, {QUOTE: re.sub("source: .*", "source: paper", SITE[QUOTE])})
    assert run("rename", "source", "paper", "the-paper", root=root).status == 0
    assert (root / "content/sources/the-paper.yaml").read_text() == "title: Paper\nlocator: 3\n"
    assert "source: the-paper\n" in (root / QUOTE).read_text()


def test_a_dry_run_is_a_patch_that_does_the_same(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    page = "---\ntitle: A\n---\n[[author:mark-rutte]]"
    write(root, {AUTHOR: "name: Mark Rutte\r\nsort_name: Rutte", "content/pages/a.md": page})
    before = contents(root)
    result = rename_author(root, "mark-rutte", "m-rutte", "--dry-run")
    assert result.status == 0
    assert contents(root) == before
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(root / "content", other / "content")
    subprocess.run(["git", "init", "-q"], cwd=other, check=True)
    subprocess.run(["git", "apply"], cwd=other, input=_patch_of(root), check=True)
    shutil.rmtree(other / ".git")
    assert rename_author(root).status == 0
    assert tree_of(other) == tree_of(root)


def _patch_of(root: Path) -> bytes:
    """What a dry run prints, byte for byte."""
    command = [*COMMAND, "-C", str(root), "rename", "author", "mark-rutte", "m-rutte", "--dry-run"]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["author", "mark-rute", "x"], "no author 'mark-rute'; did you mean 'mark-rutte'?"),
        (["author", "rutte", "x"], "no author 'rutte'; it is called 'mark-rutte' now"),
        (["author", "zzz", "x"], "no author 'zzz'; its id is the name of its file"),
        (["author", "mark-rutte", "Mark Rutte"], "try 'mark-rutte'"),
        (["author", "mark-rutte", "unknown"], "the id 'unknown' is reserved"),
        (["author", "mark-rutte", "mark-rutte"], "is its id already"),
        (["author", "mark-rutte", "ada"], "the id 'ada' is already at content/authors/ada.yaml"),
        (["author", "mark-rutte", "lovelace"], "'lovelace' is an old id of content/authors/ada.yaml"),
        (["country", "no", "norway"], "codes of countries are those of ISO 3166"),
        (["person", "mark-rutte", "x"], "'person' is not one of"),
        (["quote", "twice", "once"], "have the same id"),
    ],
)
def test_names_that_cannot_be_had_are_wrong_usage(root: Path, arguments: list[str], said: str) -> None:
    write(
        root,
        {AUTHOR: SITE[AUTHOR] + "aliases: [rutte]\n", "content/authors/ada.yaml": "name: A\naliases: [lovelace]\n"},
    )
    write(root, dict.fromkeys(("content/quotes/a/twice.yaml", "content/quotes/b/twice.yaml"), SITE[QUOTE]))
    before = contents(root)
    result = run("rename", *arguments, root=root)
    assert (result.status, result.out) == (2, "")
    assert said in " ".join(result.err.split())
    assert contents(root) == before


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (QUOTE, SITE[QUOTE] + "rol: x\n", "error[unknown-key]"),
        (QUOTE, SITE[QUOTE] + "author: mark-rutte\n", "error[duplicate-key]"),
        (QUOTE, SITE[QUOTE] + "note: 'mark-rutte\n", "error[yaml-syntax]"),
        ("content/authors/x.yml", "name: mark-rutte\n", "error[unexpected-file]"),
        (AUTHOR, "name: Mark Rutte\naliases: rutte\n", "error[wrong-type]"),
        (AUTHOR, SITE[AUTHOR] + "...\n", "error[yaml-syntax]"),
        (QUOTE, SITE[QUOTE].replace("mark-rutte", r'"mark\x2drutte"'), "error[renamed-id]"),
        (AUTHOR, SITE[AUTHOR] + 'aliases: ["m\\x2drutte"]\n', "error[url-collision]"),
    ],
)
def test_content_in_which_not_every_place_is_sure_is_left_alone(root: Path, path: str, text: str, said: str) -> None:
    write(root, {path: text})
    before = contents(root)
    result = rename_author(root)
    assert (result.status, result.out) == (1, "")
    assert said in result.err
    assert contents(root) == before


def test_a_page_cannot_take_an_address_of_the_site(root: Path) -> None:
    write(root, {"content/pages/about.md": "---\ntitle: A\n---\n"})
    result = run("rename", "page", "about", "quotes", root=root)
    assert result.status == 1
    assert "the address /quotes/ belongs to the site itself" in result.err


def test_faults_that_have_nothing_to_do_with_it_stay_as_they_are(root: Path) -> None:
    write(root, {"content/authors/broken.yaml": "nam: not-mark-rutte\n"})
    assert rename_author(root).status == 0


def test_which_of_two_like_quotes_is_warned_of_follows_their_ids(root: Path) -> None:
    paths = [f"content/quotes/{key}.yaml" for key in "abc"]
    write(root, dict.fromkeys(paths, SITE[QUOTE]))
    assert run("rename", "quote", "a", "z", root=root).status == 0


def test_a_file_that_cannot_be_read_may_name_anything(root: Path) -> None:
    (root / "content/authors/ada.yaml").symlink_to(root / AUTHOR)
    result = rename_author(root)
    assert result.status == 1
    assert "error[not-a-regular-file]" in result.err


def test_a_picture_in_the_way_is_not_written_over(root: Path) -> None:
    write(root, {AUTHOR: SITE[AUTHOR] + "image: {file: mark-rutte.png}\n"})
    (root / "content/media").mkdir()
    (root / "content/media/mark-rutte.png").write_bytes(picture(8))
    (root / "content/media/m-rutte.png").write_bytes(picture(9))
    before = contents(root)
    result = rename_author(root)
    assert result.status == 1
    assert "content/media/m-rutte.png:1:1: error[file-exists]" in result.err
    assert contents(root) == before


def test_chains_and_ways_back_leave_sound_lists_of_old_ids(root: Path) -> None:
    for old, new, aliases in (
        ("mark-rutte", "b", "mark-rutte"), ("b", "c", "mark-rutte, b"), ("c", "b", "mark-rutte, c"),
        ("b", "mark-rutte", "c, b"),
    ):  # fmt: skip
        assert rename_author(root, old, new).status == 0
        assert (root / f"content/authors/{new}.yaml").read_text() == f"{SITE[AUTHOR]}aliases: [{aliases}]\n"
        assert run("check", root=root).status == 0


class Killed(BaseException):
    """What ends a process at once."""


@pytest.mark.parametrize("step", range(6))
def test_killed_at_any_step_the_same_command_finishes_it(
    root: Path, tmp_path_factory: pytest.TempPathFactory, step: int
) -> None:
    page = "---\ntitle: A\n---\n[[author:mark-rutte]]\n"
    write(root, {AUTHOR: SITE[AUTHOR] + "image: {file: mark-rutte.png}\n", "content/pages/a.md": page})
    (root / "content/media").mkdir()
    (root / "content/media/mark-rutte.png").write_bytes(picture(8))
    whole = tmp_path_factory.mktemp("whole")
    shutil.copytree(root, whole, dirs_exist_ok=True)
    assert rename_author(whole).status == 0
    with pytest.MonkeyPatch.context() as patch:
        die_after(step, patch)
        with pytest.raises(Killed):
            rename(root, Renaming("author", "mark-rutte", "m-rutte"), NOW)
    assert tree_of(root) != tree_of(whole)
    assert rename_author(root).status == 0
    assert tree_of(root) == tree_of(whole)


def die_after(steps: int, patch: pytest.MonkeyPatch) -> None:
    """Let a revision take so many steps."""
    left = iter(range(steps))

    def taking_steps(really: Callable[..., None]) -> Callable[..., None]:
        def step(*arguments: object, **options: object) -> None:
            if not str(arguments[0]).endswith(".tmp") and next(left, None) is None:
                raise Killed
            really(*arguments, **options)

        return step

    patch.setattr("ipsegen.write.revise.create_below", taking_steps(create_below))
    patch.setattr("ipsegen.write.revise.replace_file", taking_steps(replace_file))
    patch.setattr(Path, "unlink", taking_steps(Path.unlink))


def test_a_file_that_changed_meanwhile_is_not_written_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipsegen.write.revise._holds", lambda *_: False)
    before = contents(root)
    result = rename_author(root)
    assert result.status == 1
    assert "error[changed-file]" in result.err
    assert contents(root) == before


# Any record of any small archive.


@st.composite
def archives(draw: st.DrawFn) -> tuple[dict[str, bytes], Renaming]:
    """The files of an archive from which some records were taken, and another id for one of those left."""
    archive = small_archive()
    for kind in ("quote", "author", "entity", "context"):
        gone = draw(st.sets(st.sampled_from(sorted(archive.records[kind])), max_size=len(archive.records[kind]) - 1))
        for key in gone:
            del archive.records[kind][key]
    kind = draw(st.sampled_from(ADDRESSED))
    old = draw(st.sampled_from(sorted(archive.records[kind])))
    without = draw(st.booleans())
    files = {path: data.replace(b"aliases: []\n", b"") if without else data for path, data in files_of(archive).items()}
    return files, Renaming(kind, old, f"{old}-{draw(st.from_regex('[a-z]{1,5}', fullmatch=True))}")


def stored(folder: Path, files: dict[str, bytes]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def read_back(folder: Path) -> dict[str, bytes]:
    return {path: data for path, (data, _time) in contents(folder).items()}


ALIASES: Final = re.compile(rb"aliases: \[(.*)\]\n")


@given(archives())
@settings(deadline=None, max_examples=40)
def test_the_word_is_replaced_and_nothing_else(drawn: tuple[dict[str, bytes], Renaming]) -> None:
    files, renaming = drawn
    old, new = renaming.old, renaming.new
    word = re.compile(rf"(?<![a-z0-9-]){old}(?![a-z0-9-])")
    expected = {
        word.sub(new, path): word.sub(new, data.decode("latin-1")).encode("latin-1") for path, data in files.items()
    }
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), files)
        own = rename(root, renaming, NOW)[0].becomes
        found = read_back(root)
        rename(root, Renaming(renaming.kind, new, old), NOW)
        again = read_back(root)
    assert {**found, own: b""} == {**expected, own: b""}
    assert ALIASES.sub(b"", found[own]) == ALIASES.sub(b"", expected[own])
    assert old_ids(found[own]) == [*old_ids(expected[own]), old]
    assert {path: ALIASES.sub(b"", data) for path, data in again.items()} == {
        path: ALIASES.sub(b"", data) for path, data in files.items()
    }
    assert old_ids(again[word.sub(old, own.replace(new, old))]) == [*old_ids(expected[own]), new]


def old_ids(data: bytes) -> list[str]:
    listed = ALIASES.search(data)
    return re.findall("[a-z0-9-]+", listed[1].decode()) if listed is not None else []


@given(archives())
@settings(
    deadline=None, max_examples=6, phases=[Phase.explicit, Phase.generate]
)  # a smaller example takes minutes to find
def test_the_site_is_the_same_but_for_the_id_and_the_old_address_leads_on(
    drawn: tuple[dict[str, bytes], Renaming],
) -> None:
    files, renaming = drawn
    with TemporaryDirectory() as folder, small_builds():
        root = stored(Path(folder), files)
        before = _site(root)
        rename(root, renaming, NOW)
        after = _site(root)
    if before is None:
        assert after is None
        return
    assert after is not None
    old, new = renaming.old.encode(), renaming.new.encode()
    place = f"{FOLDERS[renaming.kind]}/" if renaming.kind != "page" else ""
    address = f"{place}{renaming.old}/index.html"
    if address in before:  # a draft has no page
        assert f"/{place}{renaming.new}/".encode() in after[address]
        assert b'<meta http-equiv="refresh"' in after.pop(address)
        lines = after.pop("_redirects").splitlines()
        assert any(line.split()[0].endswith(f"/{place}{renaming.old}/".encode()) for line in lines)
        before.pop("_redirects", None)
    assert {path.replace(renaming.new, renaming.old): data.replace(new, old) for path, data in after.items()} == before


def _site(root: Path) -> dict[str, bytes] | None:
    """Every file but the manifest, without the colours that follow from ids; none where the site cannot be built."""
    shutil.rmtree(root / "output", ignore_errors=True)
    report = build(Order(root, root / "output", NOW, use_cache=False, search=False), lambda *_: None)
    if report.written is None:
        return None
    files = read_back(root / "output").items()
    return {path: re.sub(rb"hue-[0-9]+", b"", data) for path, data in files if path != "manifest.json"}
