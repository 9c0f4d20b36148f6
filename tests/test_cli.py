"""The promises of the command line: exit statuses, streams, options, JSON."""

import errno
import gc
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn
from unittest import mock

import pytest

from ipsegen.cli import cli
from ipsegen.load.documents import source_lines
from ipsegen.write.lock import hold
from tests.command import COMMAND, NOW, QUOTE, SITE, contents, environment, run, run_process, write

ESCAPE = "\x1b["
BROKEN = {QUOTE: SITE[QUOTE].replace("author: mark-rutte", "author: mark-rute")}
DOUBTFUL = {QUOTE: SITE[QUOTE].replace("have been sent", "(have been sent")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SITE)


def test_a_sound_site_is_checked_and_built_with_status_0(root: Path) -> None:
    checked = run_process("check", root=root)
    assert (checked.status, checked.out) == (0, "")
    assert re.fullmatch(r"no problems in 4 files, \d+\.\d s\n", checked.err)
    built = run_process("build", "--now", NOW, root=root)
    assert (built.status, built.out) == (0, "")
    assert (root / "output/index.html").is_file()


def test_a_fault_in_the_content_is_status_1_on_standard_output(root: Path) -> None:
    write(root, BROKEN)
    result = run_process("check", root=root)
    assert result.status == 1
    assert result.out.startswith(f"{QUOTE}:2:9: error[unknown-author]: no author 'mark-rute'\n")
    assert "did you mean 'mark-rutte'?" in result.out
    assert result.err.startswith("1 error in 1 of 4 files, ")


def test_a_warning_is_status_0_and_with_strict_status_1(root: Path) -> None:
    write(root, DOUBTFUL)
    assert "warning[" in run("check", root=root).out
    assert run("check", root=root).status == 0
    assert run("check", "--strict", root=root).status == 1
    assert run("build", "--now", NOW, root=root).status == 0
    assert run("build", "--now", NOW, "--strict", root=root).status == 1


def test_a_build_with_errors_leaves_the_standing_site_byte_for_byte(root: Path) -> None:
    assert run("build", "--now", NOW, root=root).status == 0
    before = contents(root / "output")
    write(root, BROKEN)
    result = run("build", "--now", NOW, root=root)
    assert result.status == 1
    assert result.out == ""
    assert "error[unknown-author]" in result.err
    assert "nothing was written" in result.err
    assert contents(root / "output") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "check"),
        (["build", "--jbos", "2"], "--jobs"),
        (["build", "--now", "2025-01-21T18:00:00"], "offset"),
        (["build", "--now", "yesterday"], "--now"),
        (["build", "--jobs", "0"], "--jobs"),
        (["build", "--base-url", "ftp://x.example/"], "--base-url"),
        (["build", "--base-url", "ipse.example"], "--base-url"),
        (["build", "--base-url", "https://x.example/?a"], "--base-url"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["check", "--format", "xml"], "json"),
        (["new", "quotte"], "quote"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_is_wrong(root: Path, arguments: list[str], said: str) -> None:
    result = run(*arguments, root=root)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err
    assert not (root / "output").exists()


def test_no_command_shows_the_commands_with_status_2() -> None:
    result = run()
    assert result.status == 2
    assert "build" in result.out + result.err


@pytest.mark.parametrize("command", [["check"], ["build"], ["new", "author"], ["serve"]])
def test_without_a_site_the_way_to_one_is_named(tmp_path: Path, command: list[str]) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        result = run(*command, root=place)
        assert (result.status, result.out) == (2, "")
        assert "ipsegen init" in result.err


@pytest.mark.parametrize("folder", [".", "..", "content", "content/quotes", "templates", "work/.git", "home"])
def test_a_dangerous_output_folder_is_refused_with_status_2(root: Path, folder: str) -> None:
    (root / "work/.git").mkdir(parents=True)
    (root / "home").mkdir()
    (root / "templates").mkdir()
    before = contents(root)
    result = run("build", "--output", str(root / folder), root=root, env={"HOME": str(root / "home")})
    assert (result.status, result.out) == (2, "")
    assert "--output" in result.err
    assert contents(root) == before


def test_another_build_at_work_is_status_75_and_named(root: Path) -> None:
    with hold(root / "output"):
        result = run_process("build", root=root)
    assert (result.status, result.out) == (75, "")
    assert f"process {os.getpid()}" in result.err


def test_an_interruption_is_status_130(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("ipsegen.build.build", interrupted)
    assert run("build", root=root).status == 130


def test_a_failing_machine_is_status_3_in_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "output/index.html")

    monkeypatch.setattr("ipsegen.publication.finish_and_look", full)
    said = "ipsegen: No space left on device: output/index.html; run again with -v for the traceback\n"
    assert run("build", root=root) == (3, "", said)
    result = run("-v", "build", root=root)
    assert result.status == 3
    assert "Traceback" in result.err


def test_a_build_that_is_to_tell_says_of_every_page_that_changed_which_file_moved(root: Path) -> None:
    first = run("-v", "build", "--now", NOW, root=root)
    assert "everything is made anew: there is no cache of an earlier build" in first.err
    before = contents(root / "output")
    write(root, {QUOTE: SITE[QUOTE].replace("North Korean troops", "troops of North Korea")})

    told = re.findall(r"(?m)^made again: (\S+), because of (\S+)$", run("-v", "build", "--now", NOW, root=root).err)
    after = contents(root / "output")
    changed = [path for path in after if before.get(path, (b"", 0))[0] != after[path][0]]
    pages = [path for path in changed if path.endswith((".html", "feed.xml", "feed.json", "share.png"))]
    assert f"quotes/{Path(QUOTE).stem}/index.html" in pages
    assert told == [(path, QUOTE) for path in sorted(pages)]
    assert "made again" not in run("build", "--now", NOW, root=root).err


def test_a_fault_of_the_program_is_status_3_in_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> NoReturn:
        raise RuntimeError("this cannot be")

    monkeypatch.setattr("ipsegen.checking.check", broken)
    result = run("check", root=root)
    assert result.status == 3
    assert result.err.startswith("ipsegen: this cannot be; ")


def test_a_reader_who_stops_reading_gets_no_traceback(root: Path) -> None:
    write(root, BROKEN)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        result = run_process("check", root=root, stdout=pipe)
    assert result.status == 3
    assert "Traceback" not in result.err
    assert "Exception" not in result.err


def test_a_closed_standard_output_is_no_failure(root: Path) -> None:
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, "-C", str(root), "check"]
    done = subprocess.run(command, capture_output=True, env=environment(), check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_a_full_standard_output_is_status_3(root: Path) -> None:
    with Path("/dev/full").open("w") as full:
        result = run_process("check", "--format", "json", root=root, stdout=full)
    assert result.status == 3
    assert "No space left" in result.err
    assert "Exception" not in result.err


@pytest.mark.parametrize("options", [(), ("-v",)])
def test_where_not_even_the_message_can_be_written_the_status_is_3_all_the_same(
    root: Path, options: tuple[str, ...]
) -> None:
    command = [*COMMAND, *options, "-C", str(root), "build"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stderr=full, env=environment(), check=False)
    assert done.returncode == 3


def test_no_escape_codes_into_a_pipe_unless_they_are_asked_for(root: Path) -> None:
    write(root, BROKEN)
    assert ESCAPE not in "".join(map(str, run("check", root=root)))
    assert ESCAPE in run("--color", "always", "check", root=root).out
    assert ESCAPE not in run("--color", "never", "check", root=root).out
    assert ESCAPE not in run("check", root=root, env={"NO_COLOR": "1"}).out
    assert ESCAPE in run("--color", "always", "check", root=root, env={"NO_COLOR": "1"}).out


@pytest.mark.parametrize(("extra", "colors"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_terminal_gets_colours_unless_it_declines(root: Path, extra: dict[str, str], colors: bool) -> None:
    write(root, BROKEN)
    assert (ESCAPE in on_a_terminal("-C", str(root), "-q", "check", env=extra)) is colors


def on_a_terminal(*arguments: str, env: dict[str, str]) -> str:
    """What a command shows on a terminal of its own."""
    reader, writer = os.openpty()
    with os.fdopen(writer, "w") as terminal:
        subprocess.run([*COMMAND, *arguments], stdout=terminal, env=environment({"TERM": "xterm", **env}), check=False)
        shown = os.read(reader, 1 << 16).decode()
    os.close(reader)
    return shown


def test_quiet_says_nothing_but_problems(root: Path) -> None:
    assert run("-q", "check", root=root) == (0, "", "")
    assert run("-q", "build", "--now", NOW, root=root) == (0, "", "")
    write(root, BROKEN)
    result = run("-q", "check", root=root)
    assert "unknown-author" in result.out
    assert result.err == ""


def test_the_version_is_told_without_heavy_modules() -> None:
    script = (
        "import sys\n"
        "from ipsegen.cli import main\n"
        "try:\n"
        "    main(['--version'])\n"
        "except SystemExit:\n"
        "    heavy = {'jinja2', 'babel', 'markdown', 'yaml', 'msgspec', 'rich', 'watchdog', 'nh3'}\n"
        "    print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    version, heavy = done.stdout.splitlines()
    assert version.startswith("ipsegen ")
    assert heavy == "[]"


def test_a_check_loads_nothing_that_only_makes_pages(root: Path) -> None:
    script = (
        "import sys\n"
        "from ipsegen.cli import main\n"
        "try:\n"
        f"    main(['-C', {str(root)!r}, '-q', 'check', {QUOTE!r}])\n"
        "except SystemExit:\n"
        "    pages = {'jinja2', 'babel', 'rich', 'watchdog', 'ipsegen.build', 'ipsegen.publication'}\n"
        "    print(sorted(pages & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("command", ["", *sorted(cli.commands)])
def test_every_command_explains_itself(command: str) -> None:
    result = run(*filter(None, [command]), "--help")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(f"Usage: ipsegen {command}".rstrip())
    assert "\b" not in result.out
    assert max(map(len, result.out.splitlines())) <= 100


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    result = run("completion", shell)
    assert result.status == 0
    assert "_IPSEGEN_COMPLETE" in result.out
    assert "ipsegen" in result.out


def test_source_date_epoch_is_the_default_of_now(root: Path) -> None:
    epoch = {"SOURCE_DATE_EPOCH": "1737482400"}  # 2025-01-21T18:00:00Z
    assert run("build", "--output", str(root / "a"), root=root, env=epoch).status == 0
    assert run("build", "--output", str(root / "b"), "--now", NOW, root=root).status == 0
    one, other = contents(root / "a"), contents(root / "b")
    assert {path: data for path, (data, _) in one.items()} == {path: data for path, (data, _) in other.items()}


@pytest.mark.parametrize("epoch", ["soon", "1.5", "9" * 30])
def test_a_broken_source_date_epoch_is_wrong_usage(root: Path, epoch: str) -> None:
    result = run("check", root=root, env={"SOURCE_DATE_EPOCH": epoch})
    assert result.status == 2
    assert "SOURCE_DATE_EPOCH" in result.err
    assert run("check", "--now", NOW, root=root, env={"SOURCE_DATE_EPOCH": epoch}).status == 0


def test_base_url_with_a_path_shows_in_every_link(root: Path) -> None:
    result = run("build", "--base-url", "https://example.org/archive", "--now", NOW, root=root)
    assert result.status == 0
    home = (root / "output/index.html").read_text()
    assert 'href="/archive/quotes/' in home
    assert 'href="https://example.org/archive/"' in home
    assert 'href="/quotes/' not in home


def test_check_of_a_path_shows_only_what_is_wrong_there(root: Path) -> None:
    write(root, {**BROKEN, "content/authors/other.yaml": "nam: x\n"})
    assert "other.yaml" not in run("check", str(root / QUOTE), root=root).out
    assert run("check", QUOTE, root=root).status == 1
    elsewhere = run("check", "content/entities", root=root)
    assert (elsewhere.status, elsewhere.out) == (0, "")
    assert elsewhere.err.startswith("no problems in 5 files, ")


def test_a_file_is_split_into_lines_once_however_much_is_wrong_with_it(root: Path) -> None:
    unknown = "".join(f"key_{number}: 1\n" for number in range(20))
    write(root, {QUOTE: SITE[QUOTE] + unknown, "content/authors/mark-rutte.yaml": f"name: Mark Rutte\n{unknown}"})
    with mock.patch("ipsegen.load.documents.source_lines", wraps=source_lines) as split:
        result = run("check", root=root)
    assert result.err.startswith("40 errors in 2 of 4 files, ")
    assert split.call_count == 2


def test_json_of_check_has_exactly_this_shape(root: Path) -> None:
    write(root, BROKEN)
    result = run("check", "--format", "json", root=root)
    assert (result.status, result.err) == (1, "")
    assert json.loads(result.out) == {
        "version": 1,
        "summary": {"errors": 1, "warnings": 0, "files": 4},
        "diagnostics": [
            {
                "file": QUOTE,
                "line": 2,
                "column": 9,
                "code": "unknown-author",
                "severity": "error",
                "message": "no author 'mark-rute'",
                "hint": "did you mean 'mark-rutte'? create it: ipsegen new author mark-rute",
            }
        ],
    }


def test_json_of_build_has_exactly_this_shape(root: Path) -> None:
    result = run("build", "--format", "json", "--now", NOW, root=root)
    document = json.loads(result.out)
    figures = document.pop("build")
    assert document == {"version": 1, "summary": {"errors": 0, "warnings": 0, "files": 4}, "diagnostics": []}
    assert set(figures) == {"pages", "written", "unchanged", "removed", "seconds", "output"}
    listed = json.loads((root / "output/manifest.json").read_text())["files"]
    assert figures["written"] + figures["unchanged"] == len(listed)
    assert figures["pages"] == sum(path.endswith(".html") for path in listed)
    assert figures["output"] == str(root / "output")
    write(root, BROKEN)
    assert "build" not in json.loads(run("build", "--format", "json", root=root).out)


def test_the_github_form_names_ten_and_counts_the_rest(root: Path) -> None:
    write(root, {f"content/authors/a{number}.yaml": "name: x\nnam: y\n" for number in range(12)})
    lines = run("check", "--format", "github", root=root).out.splitlines()
    assert len(lines) == 11
    assert all(line.startswith("::error file=content/authors/") for line in lines[:10])
    assert "12 errors" in lines[-1]


def test_schemas_are_written_into_a_folder_and_named(root: Path) -> None:
    result = run("schema", "--output", str(root / "schemas"), root=root)
    assert result.status == 0
    named = [Path(line) for line in result.out.splitlines()]
    assert sorted(path.name for path in named) == sorted(path.name for path in (root / "schemas").iterdir())
    assert all(json.loads(path.read_text())["$schema"] for path in named)


def test_without_a_folder_all_schemas_are_one_document_by_kind(root: Path) -> None:
    result = run("schema", root=root)
    assert (result.status, result.err) == (0, "")
    by_kind = json.loads(result.out)
    assert {"quote", "author", "entity", "context", "country", "source", "page", "site"} == set(by_kind)
    offered = by_kind["quote"]["$defs"]["author"]["defaultSnippets"]
    assert [offer["body"] for offer in offered] == ["mark-rutte"]
    assert not (root / "schemas").exists()


def test_schemas_need_no_site(tmp_path: Path) -> None:
    result = run("schema", root=tmp_path)
    assert result.status == 0
    offered = json.loads(result.out)["quote"]["$defs"]["country"]["defaultSnippets"]
    assert "Norway" in {offer["description"] for offer in offered}


@pytest.mark.parametrize("command", ["check", "build"])
def test_who_calls_a_command_has_its_collector_back(root: Path, command: str) -> None:
    """What it left open is closed by the collector, and a process may run many commands."""
    assert run(command, root=root).status == 0
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0, "all that is there can be collected"
