"""What is installed to build and test: locked by hash, audited by a job that may do nothing but read."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from ipsegen.load.scaffold import HOSTS, read_host
from tests.workflows import actionlint, zizmor

PROJECT: Final = Path(__file__).resolve().parents[1]
LOCKS: Final = sorted((PROJECT / "requirements").glob("*.txt"))
WORKFLOWS: Final = sorted((PROJECT / ".github/workflows").glob("*.yml"))
_REQUIREMENT: Final = re.compile(r"^[a-z0-9-]+(?:\[[a-z,-]+\])?==\S+(?: ; [^\\]+)? \\$")
_HASH: Final = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def makefile() -> str:
    return (PROJECT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_one_version_and_its_hashes(lock: Path) -> None:
    lines = [line for line in lock.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    named = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert len(named) > 10
    assert all(_REQUIREMENT.match(lines[number]) and _HASH.match(lines[number + 1]) for number in named)
    assert all(_HASH.match(line) for line in lines if line.startswith(" "))


def test_nothing_but_what_is_locked_is_installed_and_all_of_it_is_audited() -> None:
    text = makefile()
    installed = re.findall(r"install (.*--requirement.*)", text)
    assert len(installed) == len(LOCKS)
    assert all(options.startswith("--require-hashes --no-deps") for options in installed)
    audited = re.findall(r"^LOCKED := (.*)$", text, re.MULTILINE)[0].split()
    assert sorted(audited) == [lock.relative_to(PROJECT).as_posix() for lock in LOCKS]
    assert re.findall(r"npm ci.*", text) == ["npm ci --ignore-scripts"]


def test_every_package_of_npm_is_locked_by_its_hash() -> None:
    lock = json.loads((PROJECT / "tests/node/package-lock.json").read_bytes())
    packages: list[dict[str, Any]] = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_a_workflow_of_ours_may_read_and_nothing_else(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    assert document["permissions"] == {"contents": "read"}
    assert "secrets." not in text
    assert "pull_request_target" not in text
    for job in document["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 30
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert step["with"]["persist-credentials"] is False if "checkout@" in step.get("uses", "") else True


def test_a_workflow_of_ours_names_the_same_actions_as_those_that_we_give_others() -> None:
    texts = [read_host(host)[path] for host in HOSTS for path in read_host(host) if "/workflows/" in path]
    others = set(re.findall(r"uses: (.*)", "".join(text if isinstance(text, str) else text.decode() for text in texts)))
    ours = {use for workflow in WORKFLOWS for use in re.findall(r"uses: (.*)", workflow.read_text(encoding="utf-8"))}
    assert ours
    assert ours <= others


def test_linters_find_nothing_in_a_workflow_of_ours() -> None:
    assert actionlint(WORKFLOWS) == []
    assert zizmor(WORKFLOWS) == ""


def test_a_workflow_that_is_not_careful_is_found(tmp_path: Path) -> None:
    careless = tmp_path / ".github/workflows/careless.yml"
    careless.parent.mkdir(parents=True)
    careless.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: actions/checkout@v5\n      - run: echo ${{ github.event.pull_request.title }}\n"
    )
    assert "template-injection" in zizmor([careless])


def test_the_job_runs_what_anyone_can_run() -> None:
    steps = yaml.safe_load((PROJECT / ".github/workflows/audit.yml").read_bytes())["jobs"]["audit"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["make audit"]
    dry = subprocess.run(
        ["make", "--dry-run", "audit", f"PYTHON={sys.executable}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pip-audit --strict" in dry.stdout
    assert "npm audit" in dry.stdout
