"""`ipsegen init`: a new site builds at once, and nothing that was there is touched."""

import json
import re
from pathlib import Path

import pytest
import yaml

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


def test_the_workflow_has_the_least_permissions(site: Path) -> None:
    workflow = yaml.safe_load((site / ".github/workflows/ipsegen.yml").read_text())
    events = workflow[True]  # YAML 1.1 takes `on` for true
    assert "pull_request_target" not in events
    assert workflow["permissions"] == {"contents": "read"}
    jobs = workflow["jobs"]
    assert "permissions" not in jobs["check"]
    assert any(step.get("run") == "ipsegen check --format github" for step in jobs["check"]["steps"])
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)
    # What others can choose never stands in a command itself.
    assert not any("${{" in step.get("run", "") for job in jobs.values() for step in job["steps"])


def test_the_gitlab_jobs_use_commands_that_exist(site: Path) -> None:
    jobs = yaml.safe_load((site / ".gitlab-ci.yml").read_text())
    assert jobs["check"]["script"] == ["ipsegen check"]
    assert jobs["pages"]["script"][0].startswith("ipsegen build --output public --base-url ")
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]


def test_editors_find_a_schema_for_every_yaml_file(site: Path) -> None:
    settings = json.loads((site / ".vscode/settings.json").read_text())["yaml.schemas"]
    schemas = {f"./schemas/{path.name}" for path in (site / "schemas").iterdir()}
    assert set(settings) == schemas - {"./schemas/page.schema.json"}
    for path in (site / "content").rglob("*.yaml"):
        assert any(path.relative_to(site).match(glob.replace("**/", "*/*/")) for glob in settings.values())
    assert json.loads((site / ".vscode/extensions.json").read_text())["recommendations"] == ["redhat.vscode-yaml"]


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
