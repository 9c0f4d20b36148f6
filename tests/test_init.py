"""`ipsegen init`: a new site builds at once, and nothing that was there is touched."""

import json
import re
from pathlib import Path

import pytest

from tests.command import NOW, contents, run, write

CLOCK = {"SOURCE_DATE_EPOCH": "1737482400"}  # 2025-01-21T18:00:00Z


def test_a_new_site_is_sound_and_builds(tmp_path: Path) -> None:
    root = tmp_path / "deep/archive"
    result = run("init", str(root), env=CLOCK)
    assert result.status == 0
    assert sorted(result.out.splitlines()) == sorted(str(root / path) for path in contents(root))
    assert "ipsegen serve" in result.err
    checked = run("check", "--strict", "--now", NOW, root=root)
    assert (checked.status, checked.out) == (0, "")
    assert run("build", "--strict", "--now", NOW, root=root).status == 0
    assert "shall not perish from the earth" in (root / "output/index.html").read_text()
    for page in (
        "authors/abraham-lincoln",
        "entities/gettysburg",
        "contexts/gettysburg-address",
        "countries/us",
        "about",
    ):
        assert (root / "output" / page / "index.html").is_file()


def test_the_folder_is_the_root_unless_one_is_named(tmp_path: Path) -> None:
    assert run("init", root=tmp_path).status == 0
    assert run("init", "inner", root=tmp_path).status == 0
    assert (tmp_path / "content/site.yaml").is_file()
    assert (tmp_path / "inner/content/site.yaml").is_file()


def test_files_that_are_there_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "mine", "schemas/quote.schema.json": "{}", "other.txt": "x"})
    (tmp_path / ".gitignore").symlink_to("nowhere")
    before = contents(tmp_path)
    result = run("init", root=tmp_path)
    assert (result.status, result.out) == (2, "")
    assert "README.md, .gitignore, schemas/quote.schema.json are there already" in result.err
    assert "other.txt" not in result.err
    assert contents(tmp_path) == before


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "elsewhere")
    assert run("init", root=tmp_path / "site").status == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    assert run("init", root=root, env=CLOCK).status == 0
    return root


def test_the_files_of_hosts_and_editors_are_there(site: Path) -> None:
    assert (site / ".gitignore").read_text().split() == ["/output/", "/.output.ipsegen/", "/.ipsegen/"]
    for path in (".github/workflows/ipsegen.yml", ".gitlab-ci.yml", ".vscode/settings.json", ".vscode/extensions.json"):
        assert (site / path).is_file()
    assert not any("@" + mark in file.read_text() for file in site.rglob("*.y*ml") for mark in ("NOW@", "VERSION@"))


@pytest.mark.parametrize(
    ("host", "files"),
    [
        ("github", {".github/workflows/ipsegen.yml", ".github/workflows/quote-from-issue.yml",
                    ".github/ISSUE_TEMPLATE/quote.yml"}),
        ("gitlab", {".gitlab-ci.yml"}),
        ("netlify", {"netlify.toml"}),
        ("cloudflare", {"wrangler.toml", ".github/workflows/cloudflare.yml"}),
        ("s3", {"cloudfront.yml", ".github/workflows/s3.yml"}),
    ],
)  # fmt: skip
def test_a_host_that_is_named_comes_alone_and_to_a_site_that_is_there(
    host: str, files: set[str], site: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh"
    assert run("init", str(fresh), "--ci", host, env=CLOCK).status == 0
    of_hosts = files | set(contents(site)) - set(contents(fresh))
    assert set(contents(fresh)) == (set(contents(site)) - of_hosts) | files
    old = write(tmp_path / "old", {"content/site.yaml": "title: Old\nbase_url: https://old.example/\n"})
    result = run("init", "--ci", host, root=old)
    assert {str(old / path) for path in files} == set(result.out.splitlines())
    assert set(contents(old)) == {"content/site.yaml", *files}
    again = run("init", "--ci", host, root=old)
    assert (again.status, again.out) == (2, "")


def test_editors_find_a_schema_for_every_yaml_file(site: Path) -> None:
    settings = json.loads((site / ".vscode/settings.json").read_text())["yaml.schemas"]
    schemas = {f"./schemas/{path.name}" for path in (site / "schemas").iterdir()}
    assert set(settings) == schemas - {"./schemas/page.schema.json"}
    for path in (site / "content").rglob("*.yaml"):
        assert any(path.relative_to(site).match(glob.replace("**/", "*/*/")) for glob in settings.values())
    assert json.loads((site / ".vscode/extensions.json").read_text())["recommendations"] == ["redhat.vscode-yaml"]


def test_the_tasks_of_the_editor_run_commands_and_read_what_they_print(site: Path, tmp_path: Path) -> None:
    checking, schemas = json.loads((site / ".vscode/tasks.json").read_text())["tasks"]
    assert (checking["command"], schemas["command"]) == ("ipsegen", "ipsegen")
    write(tmp_path, {"content/site.yaml": "title: Mine\nbase_url: ipse.example\n"})
    printed = run(*checking["args"], root=tmp_path)
    pattern = checking["problemMatcher"]["pattern"]
    (found,) = re.findall(pattern["regexp"], printed.out, re.MULTILINE)
    said = {part: found[group - 1] for part, group in pattern.items() if part != "regexp"}
    assert said.pop("message")
    assert said == {
        "file": "content/site.yaml", "line": "2", "column": "11", "severity": "error", "code": "bad-url",
    }  # fmt: skip
    assert run(*schemas["args"][:-1], str(tmp_path / "schemas"), root=tmp_path).status == 0


def test_the_first_steps_of_the_readme_work(site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    run("init", root=root, env=CLOCK)
    readme = (site / "README.md").read_text()
    commands = re.findall(r"^ +(ipsegen new (?:.*\\\n)*.*)$", readme, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        words = [a or b for a, b in re.findall(r"((?:[^\s'\\]|'[^']*')+)|(\n\n)", command)]
        plain = [word.replace("'", "").replace("https://…", "https://example.org/x") for word in words[1:]]
        result = run(*plain, root=root, env=CLOCK)
        assert (result.status, result.err) == (0, "")
