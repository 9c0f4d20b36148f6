"""What anyone may put into a pull request: one fault a row at its place, status 1, and the site that stands is left."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import COMMAND, NOW, contents, environment, run, write
from tests.hostile_inputs import MADE

SITES = Path(__file__).parent / "sites"


@pytest.fixture(scope="module")
def standing_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound site that was built."""
    root = tmp_path_factory.mktemp("standing") / "site"
    shutil.copytree(SITES / "good-small", root)
    assert run("build", "--now", NOW, root=root).status == 0
    return root


@pytest.mark.parametrize("made", MADE)
def test_what_no_repository_can_hold_is_one_fault_and_nothing_follows_from_it(
    made: str, standing_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "site"
    shutil.copytree(standing_site, root)
    standing = contents(root / "output")
    make, expected = MADE[made]
    make(root, monkeypatch)
    done = run("build", "--now", NOW, "--no-cache", "--format", "json", root=root)
    found = json.loads(done.out)["diagnostics"]
    assert ["{file}:{line}:{column} {severity} {code}".format_map(each) for each in found] == expected
    assert all(each["hint"] for each in found)
    assert done.status == 1
    assert "Traceback" not in done.err
    assert contents(root / "output") == standing


@pytest.mark.parametrize("command", [("build",), ("build", "--no-cache"), ("check",)])
def test_a_link_where_the_cache_lies_leads_nowhere(
    command: tuple[str, ...], standing_site: Path, tmp_path: Path
) -> None:
    root = tmp_path / "site"
    shutil.copytree(standing_site, root)
    content, (builds,) = contents(root / "content"), (root / ".ipsegen/builds").iterdir()
    shutil.rmtree(builds)
    builds.symlink_to("../..")
    assert run(*command, "--now", NOW, root=root).status == 0
    assert contents(root / "content") == content
    assert sorted(path.name for path in root.iterdir()) == [".ipsegen", ".output.ipsegen", "content", "output"]


@pytest.mark.parametrize("place", ["", "/content", "/cards", "/pictures"])
def test_a_cache_that_cannot_be_written_is_done_without(place: str, standing_site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(standing_site, root)
    write(root, {"content/pages/more.md": "---\ntitle: More\n---\nWords.\n"})
    (folder,) = root.glob(f".ipsegen/builds/*{place}")
    kept = contents(root / ".ipsegen")
    folder.chmod(0o555)
    build = [*COMMAND, "-C", str(root), "build", "--now", NOW]
    done = subprocess.run(without_rights(build), env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stderr.splitlines()) == 2, done.stderr
    folder.chmod(0o755)
    assert contents(root / ".ipsegen") == kept
    assert run("build", "--now", NOW, "--no-cache", "--output", str(root / "clean"), root=root).status == 0
    assert contents_alone(root / "output") == contents_alone(root / "clean")


def without_rights(command: list[str]) -> list[str]:
    """A command that is kept from what others forbid, also where root runs the tests."""
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command] if os.geteuid() == 0 else command


def contents_alone(folder: Path) -> dict[str, bytes]:
    """What is in a folder, whenever it was written."""
    return {path: data for path, (data, _written) in contents(folder).items()}


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_and_the_breaks_of_windows_change_no_byte(start: bytes, tmp_path: Path) -> None:
    outputs = []
    for name in ("plain", "other"):
        root = tmp_path / name
        shutil.copytree(SITES / "good-small", root)
        for path in [*root.rglob("*.yaml"), *root.rglob("*.md")] if name == "other" else []:
            path.write_bytes(start + path.read_bytes().replace(b"\n", b"\r\n"))
        assert run("build", "--now", NOW, root=root).status == 0
        outputs.append(contents_alone(root / "output"))
    assert outputs[0] == outputs[1]
